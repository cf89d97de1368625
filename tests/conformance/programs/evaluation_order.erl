-module(evaluation_order).
-export([main/0]).

main() ->
    T = {p(1), p(2), p(3)},
    L = [p(4) | [p(5)]],
    M = #{p(6) => p(7), p(8) => p(9)},
    F = add(p(10), p(11)),
    {T, L, M, F, p(12) + p(13) * p(14)}.

add(A, B) -> A + B.

p(N) -> io:format("~p ", [N]), N.
