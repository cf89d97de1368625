%% A token through a ring of processes.
-module(ring).
-export([main/0]).

main() ->
    Self = self(),
    First = lists:foldl(fun(_, Next) -> spawn(fun() -> node_loop(Next) end) end, Self, lists:seq(1, 500)),
    First ! {token, 0},
    receive {token, N} -> N end.

node_loop(Next) ->
    receive {token, N} -> Next ! {token, N + 1}, node_loop(Next) end.
