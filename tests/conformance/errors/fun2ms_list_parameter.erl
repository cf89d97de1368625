-module(fun2ms_list_parameter).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun([A]) -> A end).
