-module(nested_pattern_guard_fails).
-export([main/0]).

%% The guard of a clause fails after its pattern has been taken apart: the clauses after it see the values as they came.
main() ->
    [f({a, {1, 2, 3}}, i), f({a, {1, 2, []}}, i), g({a, {1, 2, 3}}, i), h({a, {1, 2, 3}}, i), h({b, 7}, i), k([{a, 1}, 2], j)].

f({a, {M, F, A}}, I) when is_list(A) -> {list, M, F, A, I};
f({b, {C, R, S}}, _) -> {C, R, S};
f({K, V}, I) -> {K, V, I}.

g({a, {M, F, A}}, I) when is_list(A) -> {M, F, A, I};
g({K, V}, I) -> {K, V, I}.

h({a, {M, F, A}}, I) when is_list(A) -> {M, F, A, I};
h({b, C}, _) -> {C};
h({K, V}, I) -> {K, V, I}.

k([{X, Y} | T], Z) when X =:= Y -> {X, T, Z};
k([{X, 1} | T], Z) when Z =:= X -> {Z, X, T};
k([H | T], Z) -> {H, T, Z}.
