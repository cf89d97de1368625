-module(fun2ms_action_in_guard).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    dbg:fun2ms(fun([A]) when return_trace() -> A end).
