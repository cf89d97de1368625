-module(fun2ms_unknown_field).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

-record(r, {a, b = 3}).
t(_) ->
    ets:fun2ms(fun(#r{z = A}) -> A end).
