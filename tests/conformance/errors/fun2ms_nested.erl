-module(fun2ms_nested).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({_}) -> ets:fun2ms(fun({B}) -> B end) end).
