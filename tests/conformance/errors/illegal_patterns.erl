-module(illegal_patterns).
-export([f/1, g/1, h/1]).

f(X + 1) -> X.

g([A ++ B]) -> {A, B}.

h(foo(X)) -> X.
