-module(fun2ms_field_twice).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

-record(r, {a, b = 3}).
t(_) ->
    ets:fun2ms(fun(#r{a = 1, a = Y}) -> Y end).
