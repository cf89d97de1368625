-module(fun2ms_tuple_parameter).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    dbg:fun2ms(fun({A}) -> A end).
