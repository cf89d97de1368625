-module(m).
-export([f/1, g/1, crash/0, deep/1]).
f(X) when X > 0 -> X.
g(X) -> 1 + f(X).
crash() -> error(boom).
deep(0) -> error(deep);
deep(N) -> 1 + deep(N - 1).
