-module(trace_deep).
-export([main/0,rec/2,mk/1,qs/1,thrower/1,loop/1,many/12]).
rec(0,L) -> length(L);
rec(N,L) -> X = mk(N), 1 + rec(N-1,[X|L]) + element(1,X) - element(1,X).
mk(N) -> {N, lists:duplicate(5,N), #{N=>N}}.
qs([]) -> []; qs([H|T]) -> qs([X||X<-T,X<H]) ++ [H] ++ qs([X||X<-T,X>=H]).
thrower(0) -> throw({deep,[1,2,3]});
thrower(N) -> try thrower(N-1) catch error:_ -> never end.
loop(0) -> ok; loop(N) -> loop(N-1).
many(A,B,C,D,E,F,G,H,I,J,K,L) -> [A,B,C,D,E,F,G,H,I,J,K,L].
sink(N) -> receive {trace,_,T,_} -> sink(maps:update_with(T,fun(X) -> X+1 end,1,N)); {trace,_,T,_,_} -> sink(maps:update_with(T,fun(X) -> X+1 end,1,N)); {get,P} -> P ! N, sink(N) end.
main() ->
  T = spawn(fun() -> sink(#{}) end),
  S = self(),
  P = spawn(fun() -> receive go -> ok end,
     A = rec(200,[]), B = qs([ (I*7919) rem 1000 || I <- lists:seq(1,500)]), C = (catch thrower(50)), D = loop(5000), E = many(1,2,3,4,5,6,7,8,9,10,11,12),
     F = try fail(3) catch error:R:St -> {R,[{M,Fn,Ar}||{M,Fn,Ar,_}<-St]} end,
     S ! {res, {A,B=:=lists:sort(B),C,D,E,F}} end),
  erlang:trace_pattern({trace_deep,'_','_'},[{'_',[],[{exception_trace}]}],[local]),
  erlang:trace_pattern({trace_deep,sink,1},false,[local]),
  erlang:trace(P,true,[call,{tracer,T}]),
  P ! go,
  receive {res,R0} -> io:format("~p~n",[R0]) end,
  timer:sleep(10),
  T ! {get,self()}, receive M when is_map(M) -> io:format("~p~n",[maps:remove(call,M)]) end,
  erlang:trace_pattern({'_','_','_'},false,[local]), erlang:trace_pattern({'_','_','_'},false,[]),
  io:format("~p~n",[rec(10,[])]), io:format("~p~n",[length(trace_deep:module_info(exports))]).
fail(0) -> erlang:error(boom); fail(N) -> 1 + fail(N-1).
