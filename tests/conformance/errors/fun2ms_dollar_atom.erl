-module(fun2ms_dollar_atom).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({'$1', A}) -> A end).
