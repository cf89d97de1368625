%% How kinds of tracing replace each other, and specifications of messages.
-module(trace_points).
-export([main/0,f/1]).
f(X)->X.
fl()->receive M->io:format("~p~n",[M]),fl() after 30->ok end.
i(L)->io:format("~p ~p~n",[L,[X||{K,_}=X<-case element(2,erlang:trace_info({?MODULE,f,1},all)) of false->[];Q->Q end,K=/=meta]]).
tp(X,O)->io:format("tp ~p ~p: ~p~n",[X,O,case catch erlang:trace_pattern({?MODULE,f,1},X,O) of {'EXIT',{R,[{_,_,_,I}|_]}}->{R,I};V->V end]).
main()->
  P=spawn(fun()->receive go->ok end, ?MODULE:f(1) end),
  P2=spawn(fun()->receive {go,A}->f(A), self()!foo, receive X->X end end end),
  erlang:trace(P,true,[call,return_to]),
  tp(true,[local]), P!go, fl(),
  P3=spawn(fun()->receive go->ok end, apply(?MODULE,f,[1]) end), erlang:trace(P3,true,[call,return_to]),P3!go, fl(),
  tp(true,[call_count]),i(1), tp(false,[]), i(2), tp(true,[local]), i(3), tp(false,[global]), i(4), tp(false,[local]), i(5), tp(false,[call_count]), i(6),
  tp(true,[]), tp(false,[local]), i(7), tp(true,[]), tp(true,[local]), i(8),
  tp(true,[]), tp(true,[call_count]), i(9), tp(false,[]), tp(false,[call_count]),tp(false,[local]),
  tp([{'_',[],[]}],[local,call_count]), i(10), tp(pause,[local]), i(11), tp(foo,[]), tp(x,[call_count]), tp(pause,[]), tp([foo],[]),tp({a},[]),tp(true,foo),
  tp(false,[local,call_count]),
  io:format("~p~n",[[catch erlang:trace_pattern(send,X,[])||X<-[true,[],[{'_',[],[{message,{self}}]}]]]]),
  erlang:trace(P2,true,[send,'receive']),
  io:format("~p~n",[catch erlang:trace_pattern('receive',[{['_','_',foo],[],[]}],[])]),
  P2!{go,1}, fl(),
  io:format("~p~n",[[catch erlang:trace_pattern(send,X,[])||X<-[false]]]),
  io:format("~p~n",[erlang:trace_info(send,match_spec)]),
  io:format("~p~n",[erlang:trace_info('receive',match_spec)]),
  io:format("~p~n",[catch erlang:trace_info('receive',foo)]),
  io:format("~p~n",[[catch erlang:trace_pattern(send,true,[])]]),
  io:format("~p~n",[[catch erlang:trace_pattern('receive',true,[])]]),
  ok.
