%% Macros, literals, names, control structures, exceptions, operators.
-module(language_all).
-compile(export_all).
-compile(nowarn_export_all).
-import(lists, [map/2, foldl/3]).
-import(string, []).
-define(S(X), {??X, X}).
-define(A, a).
-define(A(), a0).
-define(A(X), {a1, X}).
-define(A(X, Y), {a2, X, Y}).
-define(NEST(X), ?S(X + 1)).
-define(E, ).
-define(BODY(X), X, X).
-define(STR, "one" " two").
-define(F(X), fun(Y) -> X + Y end).
t02() -> catch ?S(foo(a, "b", 'C d', $x, [1|2])).
foo(_, _, _, _, _) -> ok.
t03() -> {?A, ?A(), ?A(1), ?A(1, 2)}.
t04() -> ?NEST(2).
t05() -> {?MODULE, ?MODULE_STRING, ?LINE, ?FILE =:= "language_all.erl", ?FUNCTION_NAME, ?FUNCTION_ARITY}.
t06() -> {?BODY(1)}.
t07() -> [?BODY(a)].
t08() -> ?STR "!" .
t09() -> (?F(2))(3).
t10() -> ?OTP_RELEASE.
t11() -> ?MACHINE.
-undef(A).
-ifdef(A).
t12() -> yes.
-else.
t12() -> no.
-endif.
-ifndef(A).
-define(A, again).
-endif.
t13() -> ?A.
-if(?OTP_RELEASE >= 25).
t14() -> new.
-else.
t14() -> old.
-endif.
-if(defined(NOPE) orelse 1 + 1 =:= 3).
t15() -> a.
-elif(is_atom(x)).
t15() -> b.
-else.
t15() -> c.
-endif.
t16() -> map(fun(X) -> X * 2 end, [1, 2]).
t17() -> foldl(fun erlang:'+'/2, 0, [1, 2, 3]).
t19() -> 1_000_000 + 16#ff_ff + 2#1010_1010.
t20() -> {36#Zz, 3#21, 16#DEAD, 1.5e-3, 1_0.2_5}.
t21() -> {$a, $\n, $\s, $\x41, $\x{1F600}, $\101, $\^A, $\\, $', $"}.
t22() -> "\a\b\d\e\f\n\r\s\t\v\0\x{e9}\^Z\101\'\"\\".
t23() -> {'a b', 'A', '\n', 'é', '日本', '', 'ok', 'fun', '\x{1F600}'}.
t24() -> Ünï = 1, Ünï + 1.
t25() -> élan() .
élan() -> 'élan'.
t26() -> "abc" "def" "\n".
t27() -> "multi
line".
t28() -> begin 1, 2, 3 end.
t30() -> F = fun Fact(0) -> 1; Fact(N) -> N * Fact(N - 1) end, F(20).
t31() -> F = fun F(0) -> zero; F(_) -> F end, G = F(1), G(0).
t32() -> (fun(X, Y) when X > Y -> gt; (_, _) -> le end)(2, 1).
t33() -> X = 1, F = fun(X) -> X end, F(2) + X.
t34() -> [X || X <- [1, 2, 3], X rem 2 =:= 1].
t35() -> [{X, Y} || X <- [1, 2], Y <- [X, X + 1], X =/= Y].
t36() -> [X || {ok, X} <- [{ok, 1}, error, {ok, 2}]].
t37() -> [X || X <- [1, a, 2], X > 1, is_integer(X)].
t38() -> [X || X <- [1, a], X + 1 > 1].
t39() -> [X || X <- [1, a], begin X + 1 > 1 end].
t40() -> [X || X <- [1, 2], foo2(X)].
foo2(X) -> X.
t41() -> [Y || X <- [1, 2], Y <- [a || _ <- lists:seq(1, X)]].
t42() -> X = 5, [X || X <- [1, 2]] ++ [X].
t43() -> [(fun() -> X end)() || X <- [1, 2]].
t44() -> case 5 of X when X > 3, X < 10; X =:= 0 -> in; _ -> out end.
t45() -> if 1 > 2 -> a; true andalso false -> b; true -> c end.
t46() -> if 1 > 2 -> a end.
t47() -> case x of y -> z end.
t49() -> X = 2, 1 = X.
t50() -> try throw(a) catch a -> caught end.
t51() -> try error(a) catch error:a:St -> is_list(St) end.
t52() -> try exit(a) catch error:_ -> no end.
t53() -> try 1 of 2 -> a catch _:_ -> no end.
t54() -> try 1 of 1 -> throw(x) catch x -> no end.
t55() -> put(l, []), R = try put(l, [a | get(l)]), ok after put(l, [b | get(l)]) end, {R, get(l)}.
t56() -> put(l, []), R = (catch try throw(x) after put(l, [b | get(l)]) end), {R, get(l)}.
t57() -> try try error(a) after error(b) end catch _:R -> R end.
t58() -> try throw({a, 1}) catch {a, X} when X > 1 -> big; {a, X} -> X end.
t59() -> catch 1 + a, ok.
t60() -> X = (catch throw(t)), {X, catch exit(e), element(1, catch error(r))}.
t61() -> try a of a -> b after c end.
t62() -> try (fun() -> throw(q) end)() catch throw:q:S -> length(S) > 0 end.
t63() -> try error(a, [1, 2]) catch error:a:S -> hd(S) end.
t64() -> C = error, try error(z) catch C:z -> same end.
t65() -> try throw(z) catch error:_ -> e; throw:_ -> t; exit:_ -> x end.
t66() -> try maps:get(k, #{}) catch error:{badkey, K} -> K end.
t67() -> erlang:raise(throw, r, []).
t68() -> try erlang:raise(error, r, [{m, f, 1, []}]) catch _:_:S -> S end.
t69() -> fun language_all:foo/5.
t70() -> F = fun erlang:abs/1, {F, F(-1), erlang:fun_info(F, arity)}.
t71() -> M = lists, F = reverse, {M:F([1, 2]), apply(M, F, [[a]]), (fun M:F/1)([3])}.
t72() -> 7 div -2 + 7 rem -2 + (-7) div 2 + (-7) rem 2.
t73() -> {5 band 3, 5 bor 3, 5 bxor 3, bnot 5, 1 bsl 65, -1 bsr 3, 1 bsl -1}.
t74() -> {1 == 1.0, 1 =:= 1.0, 1 /= 1.0, a < 1, [] > {}, <<>> > [], #{} > {1,2}, fun foo2/1 > self()}.
t75() -> {not true, true and false, true xor true, false or true, true andalso 5, false orelse x}.
t76() -> a andalso b.
t77() -> true andalso b.
t78() -> 1 and true.
t79() -> {10 / 2, 1.0e10, 1.0e-10, 123456789.0e20, 0.1 + 0.2, -0.0, 1.0e22, 1.0e21, 5.0e-324}.
t80() -> -1 + - + 1.
t81() -> 2 + 3 * 4 - 1 div 1 bsl 2.
t82() -> [1, 2] ++ [3] -- [1] ++ [4].
t83() -> [1, 2, 3, 1] -- [1] -- [2].
t85() -> self() ! x, receive x -> got after 0 -> none end.
t86() -> receive after 1 -> timeout end.
t87() -> receive nothing -> a after 0 -> b end.
t88() -> self() ! {a, 1}, self() ! {b, 2}, receive {b, X} -> X end, receive {a, Y} -> Y end, {X, Y}.
t89() -> T = 5, receive after T * 2 -> ok end.
t90() -> receive after a -> ok end.
main() ->
    Fs = lists:sort([F || {F, 0} <- ?MODULE:module_info(exports), lists:prefix("t", atom_to_list(F))]),
    lists:foreach(fun(F) ->
        R = try {value, ?MODULE:F()} catch C:E:St -> {C, E, [case T of {M, N, A, I} when M =:= ?MODULE -> {N, A, proplists:get_value(line, I)}; {M, N, A, _} when is_list(A) -> {M, N, A}; {M, N, A, _} -> {M, N, A} end || T <- lists:sublist(St, 3)]} end,
        io:format("~s: ~0tp~n", [F, R]) end, Fs),
    done.
