-module(fun2ms_no_warnings_inside).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A, B, C}) -> ok end).
u(X) ->
    ets:fun2ms(fun({X}) -> ok end).
