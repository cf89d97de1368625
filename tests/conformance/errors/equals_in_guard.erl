-module(equals_in_guard).
-export([f/1, g/1]).

f(X) when X = 1 -> one;
f(_) -> other.

g(X) ->
    if X = 1 -> one; true -> other end.
