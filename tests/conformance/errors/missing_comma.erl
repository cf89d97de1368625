-module(missing_comma).
-export([f/0]).

f() ->
    A = 1
    B = 2,
    A + B.
