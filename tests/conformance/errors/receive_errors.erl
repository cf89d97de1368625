-module(receive_errors).
-export([f/0, g/0]).

f() -> receive end.

g() ->
    receive
        X -> X
    after
        100
    end.
