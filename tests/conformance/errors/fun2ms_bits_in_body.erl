-module(fun2ms_bits_in_body).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A}) -> <<A>> end).
