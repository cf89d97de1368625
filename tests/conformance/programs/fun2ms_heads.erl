-module(fun2ms_heads).
-export([main/0]).

-include_lib("stdlib/include/ms_transform.hrl").

main() ->
    X = 7,
    Y = {a, [b]},
    p(ets:fun2ms(fun(_) -> true end)),
    p(ets:fun2ms(fun(A) -> A end)),
    p(ets:fun2ms(fun({A, _, B, _}) -> {A, B} end)),
    p(ets:fun2ms(fun({A, _B, A, _B}) -> _B end)),
    p(ets:fun2ms(fun({A, B} = C) -> {A, B, C} end)),
    p(ets:fun2ms(fun(C = {A}) -> {A, C} end)),
    p(ets:fun2ms(fun(C = D) -> {C, D} end)),
    p(ets:fun2ms(fun({a, 1, 1.5, "str", $c, <<1, 2>>, [], [x | Z], {}, {Z}}) -> Z end)),
    p(ets:fun2ms(fun({"abc" ++ A, [1, 2] ++ B}) -> {A, B} end)),
    p(ets:fun2ms(fun({1 + 2, -1, 1 bsl 3}) -> ok end)),
    p(ets:fun2ms(fun({#{a := A, b := {B}}, #{}}) -> [A | B] end)),
    p(ets:fun2ms(fun({'_', '$', '$a'}) -> '$_' end)),
    p(ets:fun2ms(fun(_ = {A}) -> A end)),
    p(ets:fun2ms(fun({A}) -> 1; ({A, B}) when A > B -> A; (_) -> X end)),
    p(ets:fun2ms(fun({A, B, C, D, E, F, G, H, I, J, K}) -> [K, J | I] end)),
    {X, Y}.

p(MatchSpec) -> io:format("~p~n", [MatchSpec]).
