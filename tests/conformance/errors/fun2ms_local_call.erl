-module(fun2ms_local_call).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A, _}) -> foo(A) end).
