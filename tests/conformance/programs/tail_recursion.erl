-module(tail_recursion).
-export([main/0, even/1, odd/1]).

main() -> {count(0, 3000000), even(100001), fact(25, 1), rev([1, 2, 3], [])}.

count(N, N) -> N;
count(N, Max) -> count(N + 1, Max).

even(0) -> true;
even(N) -> odd(N - 1).

odd(0) -> false;
odd(N) -> ?MODULE:even(N - 1).

fact(0, Acc) -> Acc;
fact(N, Acc) -> fact(N - 1, N * Acc).

rev([], Acc) -> Acc;
rev([H | T], Acc) -> rev(T, [H | Acc]).
