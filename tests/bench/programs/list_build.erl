%% Lists through the library and a comprehension: 100,000 elements built, mapped, filtered, folded, Times times.
-module(list_build).
-export([run/1]).

run(Times) -> run(Times, 0).

run(0, Sum) -> Sum;
run(Times, Sum) ->
    Squares = lists:map(fun(N) -> N * N end, count(100000, [])),
    Even = [N || N <- Squares, N rem 2 =:= 0],
    run(Times - 1, lists:foldl(fun(N, Total) -> (Total + N) rem 1000003 end, Sum, lists:reverse(Even))).

count(0, List) -> List;
count(N, List) -> count(N - 1, [N | List]).
