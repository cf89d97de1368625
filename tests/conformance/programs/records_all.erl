%% Records in every place they may stand.
-module(records_all).
-compile(export_all).
-compile(nowarn_export_all).
-record(r, {a, b = 1, c = [] :: list(), d = foo(2)}).
-record(e, {}).
-record(n, {r = #r{} :: #r{}, x}).
-record('Odd-Name', {'Field 1' = 1, 'if' = 2}).
foo(X) -> X * 2.
t01() -> #r{}.
t02() -> #r{a = 1, c = 2}.
t03() -> #r{_ = '_'}.
t04() -> #r{a = 1, _ = x}.
t05() -> R = #r{}, R#r{b = 2, a = 3}.
t06() -> R = #r{a = #r{}}, (R#r.a)#r.b.
t07() -> R = #r{a = #r{b = 7}}, R#r.a#r.b.
t08() -> R = #n{}, R#n.r#r.d.
t09() -> R = #n{}, R#n{r = R#n.r#r{a = 5}}.
t10() -> #r.a + #r.d.
t11() -> record_info(size, r).
t12() -> record_info(fields, r).
t13() -> X = {r, 1}, X#r.a.
t14() -> X = foo, X#r{a = 1}.
t15() -> X = #e{}, is_record(X, e).
t16() -> is_record({r, 1, 2, 3, 4}, r).
t17() -> is_record({r, 1, 2, 3}, r).
t18() -> is_record({r, 1, 2, 3}, r, 4).
t19() -> #r{a = A, _ = _} = #r{a = 9}, A.
t20() -> case #r{b = 3} of #r{b = 2} -> two; #r{b = B} when B > 2 -> {big, B} end.
t21() -> #'Odd-Name'{'if' = 3}.
t22() -> R = #'Odd-Name'{}, R#'Odd-Name'.'Field 1'.
t23() -> [R#r.b || R <- [#r{}, #r{b = 2}, x, #r{b = 3}], is_record(R, r)].
t24() -> [R || #r{b = B} = R <- [#r{}, y, #r{b = 2}], B > 1].
t26() -> (fun(#r{} = R) when R#r.b == 1 -> ok; (_) -> no end)(#r{}).
t27() -> (fun(R) when R#r.b == 1 -> ok; (_) -> no end)(x).
t28() -> (fun(R) when R#r.b == 1; true -> ok; (_) -> no end)(x).
t29() -> R = #r{a = begin put(k, 1), 1 end, b = begin put(k, get(k) + 1), get(k) end}, R.
t30() -> R = #r{}, R#r{a = R#r.b, b = R#r.a}.
t31() -> lists:keysort(#r.b, [#r{b = 3}, #r{b = 1}]).
t32() -> #e{}.
t33() -> X = #r{}, X#r{}.
t34() -> X = y, X#r{}.
t35() -> setelement(#r.a, #r{}, z).
t36() -> element(1, #'Odd-Name'{}).
t37() -> (#r{})#r.b.
t38() -> (#r{a = 1})#r{b = x}#r.b.
t39() -> F = fun() -> #r{a = self()} end, is_pid((F())#r.a).
t40() -> is_record(1, r) orelse is_record({}, e).
t41() -> X = {e}, X =:= #e{}.
t42() -> io_lib:format("~p ~w", [#r{}, #n{}]).
t43() -> erlang:is_record(#r{}, r).
t44() -> is_record(x, 1, 2).
t45() -> M = #{r => #r{}}, (maps:get(r, M))#r.d.
main() ->
    Fs = lists:sort([F || {F, 0} <- ?MODULE:module_info(exports), lists:prefix("t", atom_to_list(F))]),
    lists:foreach(fun(F) ->
        R = try {value, ?MODULE:F()} catch C:E:St -> {C, E, [case T of {M, N, A, I} when M =:= ?MODULE -> {N, A, proplists:get_value(line, I)}; {M, N, A, _} when is_list(A) -> {M, N, A}; {M, N, A, _} -> {M, N, A} end || T <- lists:sublist(St, 3)]} end,
        io:format("~s: ~0tp~n", [F, R]) end, Fs),
    done.
