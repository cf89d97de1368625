-module(fun2ms_records_used).
-export([f/0]).
-include_lib("stdlib/include/ms_transform.hrl").
-record(r, {a, b = 2}).
-record(s, {a, b = 2}).
-record(t, {a}).
-record(u, {a}).
f() -> {ets:fun2ms(fun(#r{}) -> ok end), ets:fun2ms(fun(X) -> #s{a = X} end), ets:fun2ms(fun(X) -> X#u.a end)}.
