-module(broken_syntax).
-export([f/1]).

f(X) ->
    X + .

g() -> ok.
