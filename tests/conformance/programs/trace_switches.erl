%% Flags, specifications that switch tracing, counted calls, collections.
-module(trace_switches).
-export([main/0,f/1,g/1,loop/0]).
f(0)->0; f(N)->N+f(N-1).
g(X)->h(X). 
h(X)->X*2.
loop()->receive {F,P}->P!F(),loop();stop->ok end.
fl()->receive M->io:format("~p~n",[norm(M)]),fl() after 30->ok end.
norm({A,B,C}) when is_integer(A), is_integer(B), is_integer(C) -> stamp;
norm(T) when is_tuple(T)->list_to_tuple([norm(X)||X<-tuple_to_list(T)]);
norm(L) when is_list(L)->try [norm(X)||X<-L] catch _:_->L end;
norm(P) when is_pid(P)->pid; norm(R) when is_reference(R)->ref; norm(F) when is_function(F)->func; norm(X)->X.
tr(Flags,Pat,F)->tr(Flags,Pat,[local],F).
tr(Flags,{MFA,MS},O,F)->
  io:format("--- ~p ~p ~p~n",[Flags,MS,O]),
  P=spawn(?MODULE,loop,[]),
  io:format("~p~n",[erlang:trace_pattern(MFA,MS,O)]),
  erlang:trace(P,true,Flags), P!{F,self()}, receive R->io:format("r ~p~n",[norm(R)]) end, fl(),
  erlang:trace(P,false,[all]), erlang:trace_pattern(MFA,false,O), exit(P,kill), fl().
main()->
  tr([call],{{?MODULE,f,1},true},fun()->f(2) end),
  tr([call,return_to],{{?MODULE,f,1},true},fun()->f(2) end),
  tr([call,return_to],{{?MODULE,h,1},[{'_',[],[{return_trace}]}]},fun()->g(2) end),
  tr([call,arity],{{?MODULE,'_','_'},true},fun()->g(2) end),
  tr([call,timestamp],{{?MODULE,h,1},[{['$1'],[{'>','$1',5}],[{message,{{a,'$1'}}}]}]},fun()->g(2),g(6) end),
  tr([call,silent],{{?MODULE,h,1},[{[6],[],[{silent,false}]},{[7],[],[{silent,true}]},{'_',[],[]}]},fun()->g(2),g(6),g(3),g(7),g(2) end),
  tr([call],{{?MODULE,h,1},[{'_',[],[{enable_trace,send}]}]},fun()->self()!x, g(2), self()!y, receive x->1 end end),
  tr([call],{{?MODULE,h,1},[{'_',[],[{trace,[call],[send]}]}]},fun()->g(2), g(3),self()!y end),
  tr([call],{{?MODULE,h,1},[{'_',[],[{trace,[],['receive',timestamp]}]}]},fun()->g(2), g(3) end),
  tr([call],{{?MODULE,h,1},[{'_',[],[{disable_trace,call}]}]},fun()->g(2), g(3) end),
  tr([call],{{?MODULE,h,1},[{'_',[],[{message,{process_dump}}]}]},fun()->1 end),
  tr([call],{{?MODULE,h,1},[{'_',[],[{message,{caller}}]}]},fun()->g(1) end),
  tr([call],{{?MODULE,h,1},[{'_',[],[{exception_trace}]}]},fun()->catch g(a) end),
  tr([call],{{?MODULE,h,1},true},[meta],fun()->g(1) end),
  tr([],{{?MODULE,h,1},[{'_',[],[{return_trace}]}]},[meta],fun()->g(1) end),
  erlang:trace_pattern({?MODULE,f,1},true,[call_count]),
  f(5), io:format("~p~n",[erlang:trace_info({?MODULE,f,1},call_count)]),
  erlang:trace_pattern({?MODULE,f,1},pause,[call_count]), f(3),
  io:format("~p~n",[erlang:trace_info({?MODULE,f,1},call_count)]),
  erlang:trace_pattern({?MODULE,f,1},restart,[call_count]),
  io:format("~p~n",[erlang:trace_info({?MODULE,f,1},call_count)]),
  io:format("~p~n",[erlang:trace_info({?MODULE,f,1},all)]),
  erlang:trace_pattern({?MODULE,f,1},false,[call_count]),
  io:format("~p~n",[erlang:trace_info({?MODULE,f,1},call_count)]),
  erlang:trace_pattern({?MODULE,h,1},true,[call_time]),
  erlang:trace(self(),true,[call]), g(1),g(2),
  {call_time,[{_,C,_,_}]}=erlang:trace_info({?MODULE,h,1},call_time), io:format("~p~n",[C]),
  io:format("~p~n",[erlang:trace_info({?MODULE,h,1},traced)]),
  io:format("~p~n",[erlang:trace_info({?MODULE,h,1},meta)]),
  erlang:trace(self(),false,[call]),
  P=spawn(?MODULE,loop,[]), erlang:trace(P,true,[garbage_collection]),
  P!{fun()->erlang:garbage_collect() end,self()}, receive true->ok end,
  G=fun G()->receive {trace,_,T,I}->[{T,[K||{K,_}<-I]}|G()] after 20->[] end end,
  io:format("~p~n",[G()]),
  ok.
