-module(fun2ms_call_in_guard).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A}) when tuple_size(A) > 2 -> A end).
