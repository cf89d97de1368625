-module(fun2ms_without_header).
-export([t/1]).

t(X) ->
    ets:fun2ms(fun({A, X}) -> A end).
