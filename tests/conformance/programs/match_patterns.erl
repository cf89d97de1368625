-module(match_patterns).
-export([main/0]).

main() ->
    [f(X) || X <- [{ok, [1, 2 | rest]}, "prefix-tail", {same, a, a}, {same, a, b}, #{k => [1]}, <<1, 2, 3>>, -5,
                   {1.0}, [a, {b, [c]}], $x, 3]].

f({ok, [A, B | T]}) -> {A, B, T};
f("prefix-" ++ T) -> {tail, T};
f({same, X, X}) -> same;
f({same, _, _}) -> different;
f(#{k := [H | _] = L}) -> {H, L};
f(<<A:8, R/binary>>) -> {A, R};
f(-5) -> minus_five;
f({1.0}) -> one;
f([_, {B, [C | _]} = T | _]) -> {B, C, T};
f($x) -> char;
f(1 + 2) -> three.
