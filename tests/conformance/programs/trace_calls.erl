-module(trace_calls).
-export([fact/1,main/0,loop/0,dup/1,bad/1,tail/1]).
fact(0) -> 1;
fact(N) -> N * fact(N-1).
dup(X) -> helper(X).
helper(X) -> {X,X}.
bad(X) -> X + a.
tail(0) -> done;
tail(N) -> tail(N-1).
loop() -> receive {From,X} -> From ! {ok,X}, loop(); stop -> ok end.
flush() -> receive M -> [M|flush()] after 100 -> [] end.
main() ->
  Run = fun(F) -> P = spawn(fun() -> receive go -> F() end end), P end,
  Tr = fun(F, Flags) -> P=Run(F), 1=erlang:trace(P,true,Flags), P!go, L=flush(), io:format("~p~n",[L]) end,
  io:format("~p~n",[erlang:trace_pattern({trace_calls,fact,1},true,[])]),
  Tr(fun() -> trace_calls:fact(3) end, [call]),
  io:format("~p~n",[erlang:trace_pattern({trace_calls,fact,1},true,[local])]),
  Tr(fun() -> trace_calls:fact(3) end, [call]),
  Tr(fun() -> trace_calls:fact(3) end, [call,arity]),
  io:format("~p~n",[erlang:trace_pattern({trace_calls,'_','_'},[{'_',[],[{return_trace},{message,{caller}}]}],[local])]),
  Tr(fun() -> trace_calls:fact(2), trace_calls:dup(3),trace_calls:tail(2) end, [call]),
  io:format("~p~n",[erlang:trace_pattern({trace_calls,'_','_'},[{'_',[],[{exception_trace}]}],[local])]),
  Tr(fun() -> catch trace_calls:bad(2) end, [call]),
  io:format("~p~n",[erlang:trace_pattern({trace_calls,bad,1},[{['$1'],[{'>','$1',3}],[{message,{{bigger,'$1'}}}]},{'_',[],[{message,false}]}],[local])]),
  io:format("~p~n",[erlang:trace_info({trace_calls,fact,1},all)]),
  io:format("~p~n",[erlang:trace_info({trace_calls,fact,1},traced)]),
  io:format("~p~n",[erlang:trace_pattern({trace_calls,'_','_'},false,[local])]),
  io:format("~p~n",[erlang:trace_info({trace_calls,fact,1},all)]),
  io:format("~p~n",[erlang:trace_info({trace_calls,nofun,1},all)]),
  Tr(fun() -> trace_calls:fact(3) end, [call]),
  S = spawn(fun() -> receive stop -> ok end end),
  Tr(fun() -> X = spawn_link(fun() -> receive a -> ok end end), register(foo, X), unlink(X), link(X), unregister(foo), exit(X, kill), receive after 10 -> ok end end, [procs]),
  Tr(fun() -> exit(bye) end, [procs]),
  L1 = spawn(trace_calls,loop,[]),
  erlang:trace_pattern({trace_calls,loop,0},true,[local]),
  erlang:trace(L1,true,[call,'receive',send]),
  Sink = spawn(fun() -> receive never -> ok end end),
  L1 ! {Sink,1}, io:format("~p~n",[flush()]),
  L1 ! {Sink,2}, io:format("~p~n",[flush()]),
  io:format("~p ~p~n",[erlang:trace_info(L1,flags)=:={flags,[send,'receive',call]},element(1,erlang:trace_info(L1,tracer))]),
  io:format("~p~n",[erlang:trace_info(L1,flags)]),
  erlang:trace(L1,false,[all]),
  io:format("~p~n",[erlang:trace_info(L1,flags)]),
  L1 ! stop,
  timer:sleep(10),
  io:format("~p~n",[erlang:trace_pattern({lists,seq,2},true,[])]),
  Tr(fun() -> lists:seq(1,3) end, [call]),
  io:format("~p~n",[erlang:trace_pattern({lists,reverse,1},[{'_',[],[{return_trace}]}],[])]),
  Tr(fun() -> lists:reverse([1,3]) end, [call]),
  Tr(fun() -> trace_calls:tail(4) end, [call]).
