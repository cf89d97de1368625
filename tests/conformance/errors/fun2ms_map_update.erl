-module(fun2ms_map_update).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A}) -> A#{x => 1} end).
