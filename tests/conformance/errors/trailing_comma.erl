-module(trailing_comma).
-export([f/0, g/0]).

f() -> [1, 2, ].

g() ->
    ok,
    .
