-module(comprehension_lines).
-export([main/0]).
%% The lines that stack traces name for comprehensions over several lines.
main() ->
    A = tr(fun() ->
      [e(X)
       ||
       X <-
       l([1])], ok end),
    B = tr(fun() ->
      [
       {e(X), Y}
       || 
       X <-
       l([1]),
       X > 0,
       Y <- 
       l([2])], ok end),
    C = tr(fun() ->
      << <<(e(X))>>
       ||
       X
       <-
       l([1])>>, ok end),
    D = tr(fun() ->
      << <<(e(X))>>
       ||
       <<X>>
       <=
       <<1>> >>, ok end),
    E = tr(fun() ->
      [e(X)
       ||
       <<X>>
       <=
       <<1>>
        ], ok end),
    F = tr(fun() ->
      Z = [2,
         [e(X)
       ||
       X
       <-
       l([1])]], Z, ok end),
    G = tr(fun() ->
      lists:map(fun(X) ->
           e(X) end,
          l([1])), ok end),
    H = tr(fun() ->
      [case X of
         1 ->
          e(X)
        end
       ||
       X
       <-
       l([1]), X =/= 4], ok end),
    I = tr(fun() ->
      [Q || Q <- [1],
       e(Q)
        ], ok end),
    [io:format("~p~n", [X]) || X <- [A, B, C, D, E, F, G, H, I]].
l(X) -> X.
e(X) -> case get(z) of undefined -> error(X); V -> V end.
tr(F) -> try Q = F(), {Q} catch _:_:S -> [{N, A, L} || {comprehension_lines, N, A, [{file, _}, {line, L}]} <- S, N =/= tr, N =/= main] end.
