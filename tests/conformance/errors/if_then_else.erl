-module(if_then_else).
-export([f/1]).

f(X) ->
    if X > 1 then
        big
    else
        small
    end.
