-module(hanoi).
-export([main/0]).

main() -> move(3, a, b, c).

move(0, _, _, _) -> 0;
move(N, From, Via, To) ->
    L = move(N - 1, From, To, Via),
    io:format("~w: ~w -> ~w~n", [N, From, To]),
    L + 1 + move(N - 1, Via, From, To).
