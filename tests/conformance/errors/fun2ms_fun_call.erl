-module(fun2ms_fun_call).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun(F) -> F() end).
