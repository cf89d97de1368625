-module(trace_lists).
-export([main/0,m/2,dup/1,up/2]).
m(_,[]) -> []; m(F,[H|T]) -> [F(H)|m(F,T)].
dup([]) -> []; dup([H|T]) -> [H,H|dup(T)].
up(N,N) -> [N]; up(A,N) -> [A|up(A+1,N)].
flush() -> receive M -> [M|flush()] after 50 -> [] end.
main() ->
  [ begin P = spawn(fun() -> receive go -> ok end, m(fun(X) -> X*2 end,[1,2,3]), dup([a,b]), up(1,4), catch m(fun(X) -> 1/X end,[1,0]) end),
   erlang:trace_pattern({trace_lists,'_','_'},Spec,[local]), erlang:trace_pattern({trace_lists,main,0},false,[local]),  erlang:trace_pattern({trace_lists,flush,0},false,[local]),
   erlang:trace(P,true,[call]), P ! go, io:format("~p~n",[[T || T <- flush(), element(1,element(4,T)) =:= trace_lists, lists:member(element(2,element(4,T)),[m,dup,up])]]) end || Spec <- [true,[{'_',[],[{return_trace}]}],[{'_',[],[{exception_trace},{message,{caller}}]}]]],
  erlang:trace_pattern({trace_lists,'_','_'},false,[local]), io:format("~p~n",[{m(fun(X) -> X end,[1,2]),dup([1]),up(1,3)}]).
