-module(missing_full_stop).
-export([f/0, g/0]).

f() ->
    ok

g() ->
    ok.
