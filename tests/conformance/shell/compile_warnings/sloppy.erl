-module(sloppy).
-export([f/1]).

f(X) ->
    Unused = 1,
    ok.

unused() -> ok.
