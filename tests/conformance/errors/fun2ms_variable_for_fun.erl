-module(fun2ms_variable_for_fun).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    F = fun({A}) -> A end,
    ets:fun2ms(F).
