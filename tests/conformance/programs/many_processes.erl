-module(many_processes).
-export([main/0]).

main() ->
    Self = self(),
    Pids = [spawn(fun() -> receive {add, N} -> Self ! {sum, N + I} end end) || I <- lists:seq(1, 5000)],
    [P ! {add, 1} || P <- Pids],
    lists:sum([receive {sum, S} -> S end || _ <- Pids]).
