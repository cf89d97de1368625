-module(failing_literals).
-export([main/0]).
-define(T(E), t(??E, fun() -> X = E, {X} end)).
t(Text, F) ->
    Result = try F() catch Class:Reason:Stack -> {Class, Reason, hd(Stack)} end,
    io:format("~s: ~0p~n", [Text, Result]).
main() ->
    ?T(1 + a), ?T(1 - a), ?T(a * 2), ?T(1 / 0), ?T(1 / a), ?T(1 div 0), ?T(1 rem 0), ?T(1 div 2.0),
    ?T(1 bsl a), ?T(a bsr 1), ?T(1 band a), ?T(1 bxor 1.5), ?T(1 and true), ?T(not 1), ?T(-a), ?T(bnot 1.0),
    ?T(a ++ b), ?T(a -- b), ?T("a" + 1), ?T({} + 1), ?T(#{} + 1), ?T(1 + "a"), ?T({a} * {b}),
    ?T(1 + (2 + a)), ?T((1 + a) + 2), ?T(a + 1 + 2).
