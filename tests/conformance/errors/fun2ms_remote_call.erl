-module(fun2ms_remote_call).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A, _}) -> lists:reverse(A) end).
