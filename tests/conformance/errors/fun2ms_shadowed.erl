-module(fun2ms_shadowed).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(X) ->
    Y = X,
    {ets:fun2ms(fun({X, B}) -> B end), ets:fun2ms(fun({A} = Y) -> {A, Y} end)}.
