-module(shadowed_variables).
-export([f/1]).

f(X) ->
    F = fun(X) -> X end,
    L = [X || X <- [1, 2]],
    {F, L}.
