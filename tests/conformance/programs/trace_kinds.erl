%% Kinds of tracing: return_to, meta, counts and times, what specifications switch, and what trace_info/2 tells.
-module(trace_kinds).
-export([main/0,f/1,g/1,k/1,t/1]).
f(X)->Y=k(X),{Y}.
k(X)->t(X).
t(X)->X*2.
g(X)->R=(catch k(X)), {r,R}.
fl() -> receive M -> io:format("~p~n", [stampless(M)]), fl() after 30 -> ok end.
stampless(M) when element(1, M) =:= trace_ts -> setelement(tuple_size(M), M, stamp);
stampless(M) -> M.
r(MFA,MS,O,Fl,F)->
  io:format("--- ~p ~p ~p~n",[MFA,MS,O]),
  S=self(),
  P=spawn(fun()->receive go->ok end, R=(catch F()),S!{r,R} end),
  io:format("~p~n",[catch erlang:trace_pattern(MFA,MS,O)]),
  erlang:trace(P,true,Fl), P!go, receive {r,_}->ok end, fl(),
  catch erlang:trace_pattern({?MODULE,'_','_'},false,O), catch erlang:trace_pattern({?MODULE,'_','_'},false,[local,meta,call_count]).
main()->
  r({?MODULE,k,1},true,[local],[call,return_to],fun()->f(1) end),
  r({?MODULE,'_','_'},true,[local],[call,return_to],fun()->f(1) end),
  r({?MODULE,'_','_'},true,[local],[call,return_to],fun()->g(a) end),
  r({?MODULE,t,1},true,[local],[call,return_to],fun()->g(a) end),
  r({?MODULE,t,1},[{'_',[],[{return_trace}]}],[local],[call,return_to],fun()->f(3) end),
  r({?MODULE,t,1},[{'_',[],[{return_trace}]}],[global],[call,return_to],fun()->?MODULE:t(3) end),
  r({?MODULE,'_','_'},[{'_',[],[{return_trace}]}],[local],[call,return_to],fun()->f(3) end),
  r({?MODULE,t,1},[{'_',[],[{message,{caller_line}}]}],[local],[call],fun()->f(3) end),
  r({?MODULE,t,1},true,[global,local],[call],fun()->f(3) end),
  r({?MODULE,t,1},true,[global,call_count],[call],fun()->f(3) end),
  r({?MODULE,t,1},[{'_',[],[]}],[call_count],[call],fun()->f(3) end),
  r({?MODULE,t,1},[],[call_count],[call],fun()->f(3) end),
  r({?MODULE,t,1},true,[foo],[call],fun()->f(3) end),
  r({?MODULE,t,1},true,[{meta,self()}],[],fun()->f(3) end),
  r({?MODULE,t,1},[{'_',[],[{trace,[],[call,send]}]}],[meta],[],fun()->f(3),self()!x end),
  r({?MODULE,t,1},[{'_',[],[{enable_trace,send}]}],[meta],[],fun()->f(3),self()!x end),
  r({?MODULE,t,1},[{'_',[],[{exception_trace}]}],[meta],[],fun()->g(a) end),
  r({?MODULE,t,1},[{'_',[],[{enable_trace,foo}]}],[local],[call],fun()->f(3),self()!x end),
  r({?MODULE,t,1},[{'_',[],[{message,{enable_trace,foo}}]}],[local],[call],fun()->f(3),self()!x end),
  r({?MODULE,t,1},[{'_',[],[{message,{trace,[],[foo]}}]}],[local],[call],fun()->f(3),self()!x end),
  r({?MODULE,t,1},[{'_',[],[{message,{silent,foo}}]}],[local],[call],fun()->f(3),self()!x end),
  r({?MODULE,t,1},[{'_',[],[{message,{trace,[call],[foo]}}]}],[local],[call],fun()->f(3),f(4) end),
  r({?MODULE,t,1},[{'_',[],[{message,{disable_trace,call}}]}],[local],[call],fun()->f(3),f(4) end),
  %% mixed
  erlang:trace_pattern({?MODULE,t,1},true,[call_count]),
  erlang:trace_pattern({?MODULE,t,1},true,[local]),
  t(1), io:format("~p~n",[erlang:trace_info({?MODULE,t,1},all)]),
  erlang:trace_pattern({?MODULE,t,1},true,[global]),
  io:format("~p~n",[erlang:trace_info({?MODULE,t,1},all)]),
  erlang:trace_pattern({?MODULE,t,1},true,[meta]),
  io:format("~p~n",[erlang:trace_info({?MODULE,t,1},all)]),
  io:format("~p~n",[erlang:trace_info({?MODULE,t,1},meta)=={meta,self()}]),
  io:format("~p~n",[erlang:trace_pattern({?MODULE,t,1},false,[])]),
  io:format("~p~n",[erlang:trace_info({?MODULE,t,1},all)]),
  io:format("~p~n",[erlang:trace_pattern({?MODULE,t,1},false,[local])]),
  io:format("~p~n",[erlang:trace_info({?MODULE,t,1},all)]),
  io:format("~p~n",[erlang:trace_pattern({?MODULE,t,1},false,[meta])]),
  io:format("~p~n",[erlang:trace_info({?MODULE,t,1},all)]),
  io:format("~p~n",[erlang:trace_pattern({?MODULE,t,1},true,[call_time])]),
  io:format("~p~n",[erlang:trace_info({?MODULE,t,1},all)]),
  t(1), io:format("~p~n",[erlang:trace_info({?MODULE,t,1},call_time)]),
  erlang:trace(self(),true,[call]), t(1),t(2), {call_time,[{_,N,_,_}]}=erlang:trace_info({?MODULE,t,1},call_time), io:format("~p~n",[N]),
  io:format("~p~n",[erlang:trace_pattern({?MODULE,t,1},pause,[call_time])]), t(1),
  {call_time,[{_,N2,_,_}]}=erlang:trace_info({?MODULE,t,1},call_time), io:format("~p~n",[N2]),
  io:format("~p~n",[erlang:trace_pattern({?MODULE,t,1},restart,[call_time])]), 
  io:format("~p~n",[erlang:trace_info({?MODULE,t,1},call_time)]),
  io:format("~p~n",[catch erlang:trace_pattern({?MODULE,t,1},restart,[local])]), 
  io:format("~p~n",[catch erlang:trace_pattern({?MODULE,t,1},true,[call_memory])]), 
  io:format("~p~n",[erlang:trace_pattern({?MODULE,t,1},true,[local,call_count,call_time,meta])]),
  t(5),
  io:format("~p~n",[[X||{K,_}=X<-element(2,erlang:trace_info({?MODULE,t,1},all)),K=/=call_time,K=/=meta]]),fl(),
  io:format("~p~n",[erlang:trace_info({?MODULE,nope,1},all)]),
  io:format("~p~n",[erlang:trace_info({?MODULE,f,1},all)]),
  io:format("~p~n",[catch erlang:trace_info({?MODULE,f,1},foo)]),
  io:format("~p~n",[erlang:trace_info(send,match_spec)]),
  io:format("~p~n",[catch erlang:trace_pattern(send,[{['_',x],[],[]}],[])]),
  io:format("~p~n",[erlang:trace_info(send,match_spec)]),
  fl(), erlang:trace(self(),false,[all]),
  ok.
