-module(warnings_only).
-export([f/1, g/0]).

f(A) -> 1.

g() ->
    B = 2,
    3.
