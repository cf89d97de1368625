-module(fun2ms_records).
-export([main/0]).

-include_lib("stdlib/include/ms_transform.hrl").

-record(r, {a, b = 2, c = [x, {y}]}).
-record(s, {x = foo() :: integer(), y :: atom()}).

main() ->
    X = 7,
    Y = {a, [b]},
    p(ets:fun2ms(fun(#r{}) -> #r{} end)),
    p(ets:fun2ms(fun(#r{a = A}) -> A end)),
    p(ets:fun2ms(fun(#r{a = A} = R) when is_record(R, r) -> R#r{b = A} end)),
    p(ets:fun2ms(fun(#r{a = 1, _ = B}) -> B end)),
    p(ets:fun2ms(fun(#r{a = #r{b = B}}) -> #r{a = #r{a = B}, b = X} end)),
    p(ets:fun2ms(fun(R) -> {R#r.b, #r.b, (R#r.a)#r.c, #r{_ = R}} end)),
    p(ets:fun2ms(fun(R) when R#r.a > X, is_record(R, s) -> R#r{a = R#r.b, c = {X}} end)),
    p(ets:fun2ms(fun({R}) -> {is_record(R, r), erlang:is_record(R, s)} end)),
    p(ets:fun2ms(fun({R}) -> is_record(R, X) end)),
    p(ets:fun2ms(fun(R) -> #s{} end)),
    {X, Y}.

p(MatchSpec) -> io:format("~p~n", [MatchSpec]).

foo() -> 1.
