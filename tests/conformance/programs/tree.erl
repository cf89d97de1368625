-module(tree).
-export([main/0]).

main() ->
    T = lists:foldl(fun insert/2, leaf, [5, 2, 8, 1, 9, 3]),
    io:format("~p~n", [T]),
    {to_list(T), depth(T), member(8, T), member(7, T)}.

insert(X, leaf) -> {node, leaf, X, leaf};
insert(X, {node, L, Y, R}) when X < Y -> {node, insert(X, L), Y, R};
insert(X, {node, L, Y, R}) when X > Y -> {node, L, Y, insert(X, R)};
insert(_, T) -> T.

to_list(leaf) -> [];
to_list({node, L, X, R}) -> to_list(L) ++ [X | to_list(R)].

depth(leaf) -> 0;
depth({node, L, _, R}) -> 1 + max(depth(L), depth(R)).

member(_, leaf) -> false;
member(X, {node, _, X, _}) -> true;
member(X, {node, L, Y, _}) when X < Y -> member(X, L);
member(X, {node, _, _, R}) -> member(X, R).
