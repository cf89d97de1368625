-module(fun2ms_unknown_field_index).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

-record(r, {a, b = 3}).
t(_) ->
    ets:fun2ms(fun(_) -> #r.z end).
