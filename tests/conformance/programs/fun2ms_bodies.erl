-module(fun2ms_bodies).
-export([main/0]).

-include_lib("stdlib/include/ms_transform.hrl").

main() ->
    X = 7,
    Y = {a, [b]},
    p(ets:fun2ms(fun({A}) -> {A, X, Y, [A, X | Y], #{A => X, {A} => {Y}}} end)),
    p(ets:fun2ms(fun({A}) -> {} end)),
    p(ets:fun2ms(fun({A}) -> {{A}, {}, {{}}} end)),
    p(ets:fun2ms(fun({A}) -> {'$1', '$_', '_', '$$', '$*'} end)),
    p(ets:fun2ms(fun({A}) -> {object(), bindings()} end)),
    p(ets:fun2ms(fun({A}) -> ok, A end)),
    p(ets:fun2ms(fun({A}) -> "str" end)),
    p(ets:fun2ms(fun({A}) -> <<1, "ab", 2:16>> end)),
    p(ets:fun2ms(fun({A}) -> <<X, X:16>> end)),
    p(ets:fun2ms(fun({A}) -> {1 + 1, 2 * 3 + A, 1 > 2, not true, a == b, {1, 2} == {1, 2}, [1] == [1]} end)),
    p(ets:fun2ms(fun({A}) -> {1 / 0, a + 1, not 1, "a" ++ "b", [1] -- [1], true andalso false, "a" == "a"} end)),
    p(ets:fun2ms(fun({A}) -> {element(1, A), hd(A), tl(A), length(A), size(A), bit_size(A), byte_size(A)} end)),
    p(ets:fun2ms(fun({A}) -> {abs(A), round(A), trunc(A), float(A), A ++ [x]} end)),
    p(ets:fun2ms(fun({A}) -> {get_tcw(), message(A), return_trace()} end)),
    p(ets:fun2ms(fun({A}) -> erlang:'andalso'(A, erlang:'not'(A)) end)),
    p(ets:fun2ms(fun({A}) -> _ end)),
    p(dbg:fun2ms(fun([A, B]) when A > B -> message({A, B}), return_trace() end)),
    p(dbg:fun2ms(fun(_) -> exception_trace() end)),
    p(dbg:fun2ms(fun([A | B] = C) -> set_seq_token(label, A), trace([B], [C]), silent(true) end)),
    p(dbg:fun2ms(fun([]) -> caller() end)),
    p(dbg:fun2ms(fun([A]) when get_tcw() == 1, is_seq_trace() -> display(A) end)),
    p([ets:fun2ms(fun({A}) when A > I -> I end) || I <- [1, 2]]),
    p((fun(Z) -> ets:fun2ms(fun({A}) -> {A, Z, X} end) end)(3)),
    {X, Y}.

p(MatchSpec) -> io:format("~p~n", [MatchSpec]).
