-module(fun2ms_unknown_record_in_guard).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

-record(r, {a, b = 3}).
t(_) ->
    ets:fun2ms(fun(R) when is_record(R, q) -> R end).
