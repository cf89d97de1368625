%% Recursion is bounded by memory only.
-module(deep_recursion).
-export([main/0]).

main() -> {sum(1000000), length(build(500000)), nest(100000, [])=/= [], depth(nest(100000, []), 0)}.

sum(0) -> 0;
sum(N) -> N + sum(N - 1).

build(0) -> [];
build(N) -> [N | build(N - 1)].

nest(0, T) -> T;
nest(N, T) -> nest(N - 1, [T]).

depth([], N) -> N;
depth([T], N) -> depth(T, N + 1).
