-module(illegal_guards).
-export([f/1, g/1, h/1]).

f(X) when foo(X) -> yes;
f(_) -> no.

g(X) when lists:member(X, [1, 2]) -> yes;
g(_) -> no.

h(X) when X > 1, io:format("x") -> yes.

foo(X) -> X.
