-module(fun2ms_unknown_record).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

-record(r, {a, b = 3}).
t(_) ->
    ets:fun2ms(fun(#q{a = A}) -> A end).
