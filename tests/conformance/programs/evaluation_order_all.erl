%% The order in which the parts of each construct are evaluated.
-module(evaluation_order_all).
-compile(export_all).
-compile(nowarn_export_all).
-record(r, {a, b, c = s(dc)}).
s(X) -> put(log, [X | log()]), X.
log() -> case get(log) of undefined -> []; L -> L end.
run(F) -> erase(log), R = try F() catch C:E -> {C, E} end, {R, lists:reverse(log())}.
t01() -> run(fun() -> [s(X) || X <- [1, 2]] ++ s([3]) end).
t02() -> run(fun() -> s([1]) ++ s([2]) ++ s([3]) end).
t03() -> run(fun() -> s([1]) ++ [s(X) || X <- [2]] end).
t04() -> run(fun() -> [s(1), s(2) | s([])] end).
t05() -> run(fun() -> {s(1), {s(2), s(3)}, s(4)} end).
t06() -> run(fun() -> #{s(k1) => s(v1), s(k2) => s(v2)} end).
t07() -> run(fun() -> (s(#{}))#{s(k1) => s(v1)} end).
t08() -> run(fun() -> <<(s(1)), (s(2)):(s(8))>> end).
t09() -> run(fun() -> #r{b = s(b), a = s(a)} end).
t10() -> run(fun() -> (s(#r{}))#r{b = s(b), a = s(a)} end).
t11() -> run(fun() -> s(1) + s(2) * s(3) end).
t12() -> run(fun() -> (s(fun(A, B) -> A + B end))(s(1), s(2)) end).
t13() -> run(fun() -> (s(lists)):(s(reverse))(s([1])) end).
t14() -> run(fun() -> s(self()) ! s(m), receive m -> ok end end).
t15() -> run(fun() -> s(true) andalso s(false) orelse s(true) end).
t16() -> run(fun() -> s(true) and s(false) or s(true) end).
t17() -> run(fun() -> case s(1) of X when X > 0 -> s(a); _ -> s(b) end end).
t18() -> run(fun() -> [s({X, Y}) || X <- s([1, 2]), s(X > 1), Y <- s([3])] end).
t19() -> run(fun() -> << <<(s(X))>> || <<X>> <= s(<<1, 2>>), s(X > 1) >> end).
t20() -> run(fun() -> try s(1), throw(s(2)) of _ -> s(3) catch _ -> s(4) after s(5) end end).
t21() -> run(fun() -> {s(1), throw(s(2)), s(3)} end).
t22() -> run(fun() -> [s(1) | throw(s(2))] end).
t23() -> run(fun() -> foo(s(1), throw(s(2)), s(3)) end).
foo(A, B, C) -> {A, B, C}.
t24() -> run(fun() -> s(1) + a + s(2) end).
t25() -> run(fun() -> [s(X) || X <- [1]] ++ [s(Y) || Y <- [2]] ++ s([3]) end).
t26() -> run(fun() -> s([1]) -- s([1]) -- s([2]) end).
t27() -> run(fun() -> X = s(1), {X, Y} = {s(1), s(2)}, Y end).
t28() -> run(fun() -> {s(1), begin s(2), s(3) end, if true -> s(4) end} end).
t29() -> run(fun() -> receive after s(0) -> s(1) end end).
t30() -> run(fun() -> (catch s(1) + throw(s(2))) end).
t31() -> run(fun() -> s(1) == s(2) end).
t32() -> run(fun() -> not s(true) end).
t33() -> run(fun() -> (s(#r{a = 1}))#r.a end).
t34() -> run(fun() -> apply(s(lists), s(reverse), s([[1]])) end).
t35() -> run(fun() -> spawn(s(lists), s(reverse), s([[1]])), ok end).
t36() -> run(fun() -> [s(A) || A <- [1, 2]] ++ throw(s(x)) end).
t37() -> run(fun() -> lists:map(fun(X) -> s(X) end, s([1, 2])) ++ s([3]) end).
t38() -> run(fun() -> "abc" ++ s("d") end).
t39() -> run(fun() -> [s(1)] ++ s([2]) end).
t40() -> run(fun() -> [s(1), s(2)] ++ s([2]) end).
t41() -> run(fun() -> (s(fun foo/3))(s(1), s(2)) end).
t42() -> run(fun() -> (s(1)):(s(2))() end).
t43() -> run(fun() -> (s(a))(s(1)) end).
t44() -> run(fun() -> s(1) ! throw(s(2)) end).
t45() -> run(fun() -> <<(s(a)), (s(2))>> end).
t47() -> run(fun() -> M = s(#{k => 1}), M#{s(k) := s(2), s(z) => s(3)} end).
t48() -> run(fun() -> (s(nomap))#{s(k) => s(2)} end).
t49() -> run(fun() -> (s(norec))#r{a = s(2)} end).
t50() -> run(fun() -> maps:fold(fun(K, V, A) -> s({K, V}), A end, s(0), s(#{a => 1, b => 2})) end).
main() ->
    Fs = lists:sort([F || {F, 0} <- ?MODULE:module_info(exports), lists:prefix("t", atom_to_list(F))]),
    lists:foreach(fun(F) ->
        R = try {value, ?MODULE:F()} catch C:E:St -> {C, E, [case T of {M, N, A, I} when M =:= ?MODULE -> {N, A, proplists:get_value(line, I)}; {M, N, A, _} when is_list(A) -> {M, N, A}; {M, N, A, _} -> {M, N, A} end || T <- lists:sublist(St, 3)]} end,
        io:format("~s: ~0tp~n", [F, R]) end, Fs),
    done.
