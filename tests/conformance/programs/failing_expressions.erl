%% What fails, and the first frames of its stack trace.
-module(failing_expressions).
-compile(export_all).
-compile(nowarn_export_all).
t01() -> 1 / 0.
t02() -> - a.
t03() -> not 1.
t04() -> 1 and true.
t05() -> bnot a.
t06() -> 1 bsl a.
t07() -> a ++ [].
foo(X) -> X.
t14() -> hd([]).
t15() -> X = [], hd(X).
t16() -> element(3, {a, b}).
t17() -> map_get(a, #{}).
t18() -> maps:get(a, #{}).
t19() -> atom_to_list(1).
t20() -> length(a).
t22() -> true xor 1.
t23() -> (a)#{b => 1}.
t24() -> #{a => 1}#{b := 1}.
t25() -> X = 5, X().
t26() -> 1 = 2.
t27() -> X = foo(0), 5 div X.
t28() -> X = foo(a), X + 1.
t29() -> X = foo(a), not X.
t30() -> X = foo(a), X andalso true.
t31() -> X = foo(a), X and true.
t32() -> X = foo(a), hd(X).
t33() -> X = foo(a), X#{a => 1}.
t34() -> X = foo(#{}), X#{a := 1}.
t35() -> X = foo(a), X ++ X.
t36() -> X = foo([a | b]), X ++ [c].
t37() -> X = foo(a), X -- [].
t38() -> X = foo(a), lists:reverse(X).
t39() -> X = foo(a), if X -> 1 end.
t40() -> X = foo(a), X:foo().
t41() -> X = foo(1), X:foo().
t42() -> X = foo(1), failing_expressions:X().
t43() -> X = foo(a), apply(X, []).
t44() -> X = foo(fun foo/1), X(1, 2).
t45() -> X = foo(fun(_) -> 1 end), X().
t46() -> failing_expressions:nope(1).
t47() -> nomod:nope(1).
t48() -> X = foo(1.5), X rem 2.
t49() -> X = foo(1), X bsl 100000000000.
t51() -> math:log(foo(0)).
t52() -> list_to_integer(foo("1a")).
t54() -> foo(1) ! x.
t55() -> foo(nobody) ! x.
t56() -> X = foo(a), receive after X -> ok end.
t57() -> X = foo(a), [Y || Y <- X].
t59() -> tuple_size(foo(a)).
t60() -> setelement(0, foo({a}), 1).
t61() -> list_to_tuple(foo(a)).
t62() -> integer_to_list(foo(1), 99).
t63() -> float_to_list(foo(a)).
t64() -> lists:nth(3, foo([1])).
t65() -> lists:map(fun(X) -> X + a1 end, foo([1])).
t67() -> register(foo(a), b).
t69() -> erlang:error(foo(badarg)).
t70() -> exit(foo(normal)).
main() ->
    Fs = lists:sort([F || {F, 0} <- ?MODULE:module_info(exports), lists:prefix("t", atom_to_list(F))]),
    lists:foreach(fun(F) ->
        R = try {value, ?MODULE:F()} catch C:E:St -> {C, E, [case T of {M, N, A, I} when M =:= ?MODULE -> {N, A, proplists:get_value(line, I)}; {M, N, A, _} when is_list(A) -> {M, N, A}; {M, N, A, _} -> {M, N, A} end || T <- lists:sublist(St, 3)]} end,
        io:format("~s: ~0tp~n", [F, R]) end, Fs),
    done.
