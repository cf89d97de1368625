-module(else_if).
-export([f/1]).

f(X) ->
    if
        X == 1 -> one;
        else -> other
    end.
