-module(big_lists).
-export([main/0]).

main() ->
    L = lists:seq(1, 300000),
    S = lists:sort(fun(A, B) -> A > B end, L),
    Parent = self(),
    spawn(fun() -> Parent ! {copy, L ++ [last]} end),
    Copy = receive {copy, C} -> C end,
    {length(L), hd(S), lists:sum(L), lists:last(Copy), length(Copy), L =:= lists:reverse(S),
     length(lists:usort(L ++ L))}.
