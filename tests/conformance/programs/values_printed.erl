%% Guards, numbers, printing, funs and maps.
-module(values_printed).
-compile(export_all).
-compile(nowarn_export_all).
% guards, numbers, strings, exceptions more
id(X) -> X.
t01() -> [X || X <- [1, 1.0, a, "s", <<"b">>, {}, #{}, [], fun id/1, self(), make_ref()], not is_number(X), not is_pid(X), not is_reference(X), not is_function(X)].
g(X) when is_integer(X), X >= 0, X < 256 -> byte;
g(X) when is_float(X); is_integer(X) -> number;
g(X) when is_list(X), length(X) > 2 -> long;
g(X) when is_list(X), hd(X) == a -> a_list;
g(X) when element(1, X) == ok -> ok_tuple;
g(X) when map_size(X) == 1; tuple_size(X) == 1 -> one;
g(X) when is_map_key(k, X) -> has_k;
g(X) when byte_size(X) == 3 -> three;
g(X) when bit_size(X) rem 8 =/= 0 -> bits;
g(X) when X == self() -> me;
g(X) when is_function(X, 2) -> fun2;
g(X) when is_function(X) -> a_fun;
g(X) when node(X) == node() -> local;
g(X) when X =:= true orelse X =:= false -> bool;
g(X) when is_atom(X) andalso X > m -> big_atom;
g(X) when not is_atom(X) -> other;
g(_) -> atom.
t02() -> [g(X) || X <- [0, 255, 256, -1, 1.5, "abc", [a], [], [b], {ok}, {ok, 1}, {a}, #{a => 1}, #{k => 1, l => 2}, #{}, <<1, 2, 3>>, <<1:3>>, <<>>, self(), fun g/1, fun foo/2, make_ref(), true, false, zebra, apple, {a, b}, [1 | 2]]].
foo(A, B) -> {A, B}.
t03() -> {1 bsl 64, -(1 bsl 64), (1 bsl 64) div 3, (1 bsl 64) rem 1000, (1 bsl 64) band 16#FFFF, (1 bsl 64) bor 1, bnot (1 bsl 64), (1 bsl 100) bsr 90, (1 bsl 64) * (1 bsl 64), (1 bsl 64) - (1 bsl 64)}.
t04() -> {(1 bsl 64) + 0.0, (1 bsl 64) == 18446744073709551616.0, (1 bsl 64) > 1.8e19, 9007199254740993 == 9007199254740992.0, 9007199254740993 > 9007199254740992.0}.
t05() -> {1.0, 1.5e300, 1.0e-300, 123.456, 1.0e15, 1.0e16, 1.0e17, 0.1, 1.0e-5, 1/3, 100.0, 12345678.9, 1.7976931348623157e308, 2.2250738585072014e-308}.
t06() -> {round(2.5), round(-2.5), trunc(-2.7), floor(-2.5), ceil(2.1), round(1.0e20), abs(-5), abs(-0.0), 5 div -2, -5 rem 3, 7.0 / 2}.
t07() -> {integer_to_list(255, 16), list_to_integer("-ff", 16), integer_to_binary(10, 2), list_to_float("1.5e3"), float_to_list(3.14159, [{decimals, 2}]), float_to_binary(0.1, [short])}.
t08() -> {"åäö", "日本", [229, 228], [16#65E5], "a\x{1F600}b", [0], [1, 2, 3], [9, 10, 13], [27, 91], [127], [128], [160, 255]}.
t09() -> io:format("~p ~w ~s ~ts ~p~n", ["åäö", "åäö", "åäö", "日本", "日本"]).
t10() -> io:format("~p ~tp ~w ~p~n", ['日本', '日本', 'åä', 'Hello World']).
t11() -> io:format("~5w|~-5w|~05w|~5.2f|~.3e|~g|~b|~.16b|~.16B|~16#|~c|~3c~n", [1, 2, 3, 1.234, 1234.5, 0.1, 10, 255, 255, 255, $a, $b]).
t12() -> io:format("~10s|~-10s|~10.3s|~.3s|~*s|~p~n", ["abc", "abc", "abcdef", "abcdef", 8, "abc", [[]]]).
t13() -> io:format("~P ~W~n", [lists:seq(1, 20), 5, {a, {b, {c}}}, 3]).
t14() -> io:format("~i~w ~~ ~n", [skip, x]).
t15() -> io:format("~p~n", [{a, "string", <<"bin">>, [1, 2 | 3], #{k => "v"}, 1.0, 'Q a', fun id/1, {}}]).
t16() -> io:format("~p~n", [lists:duplicate(30, {some, "tuple", [1, 2, 3]})]).
t18() -> lists:flatten(io_lib:format("~s and ~w", [<<"bin">>, <<"bin">>])).
f1(0) -> error(bottom);
f1(N) -> X = f1(N - 1), X + 1.
t20() -> try f2(3) catch throw:E:S -> {E, length([x || {?MODULE, f2, _, _} <- S])} end.
f2(0) -> throw(bottom);
f2(N) -> f2(N - 1).
t21() -> catch error(reason, [a, b]).
t22() -> try error(reason, [a, b]) catch _:_:S -> element(3, hd(S)) end.
t23() -> try erlang:error(r, none, [{error_info, #{cause => x}}]) catch error:r:S -> element(4, hd(S)) end.
t24() -> try id(1) + id(a) catch error:badarith:S -> setelement(4, hd(S), x) end.
t25() -> try list_to_atom(id(1)) catch error:badarg:S -> setelement(4, hd(S), x) end.
t26() -> try (id(foo)):bar(1) catch error:undef:S -> setelement(4, hd(S), x) end.
t27() -> try id({a, b}), {c, D} = id({a, b}), D catch error:{badmatch, V} -> V end.
t28() -> {P, R} = spawn_monitor(fun() -> exit({shutdown, x}) end), receive {'DOWN', R, process, P, W} -> W end.
t31() -> F = fun(X, Acc) when X rem 2 =:= 0 -> [X | Acc]; (_, Acc) -> Acc end, lists:foldl(F, [], lists:seq(1, 10)).
t32() -> F = fun G([H | T]) -> [H * 2 | G(T)]; G([]) -> [] end, F([1, 2, 3]).
t33() -> Adders = [fun(X) -> X + N end || N <- [1, 2, 3]], [A(10) || A <- Adders].
t34() -> C = compose(fun(X) -> X * 2 end, fun(X) -> X + 1 end), C(5).
compose(F, G) -> fun(X) -> G(F(X)) end.
t35() -> {erlang:fun_info(fun id/1, type), erlang:fun_info(fun lists:map/2, module), is_function(fun lists:map/2, 2)}.
t36() -> fun lists:map/2 == fun lists:map/2.
t37() -> X = 3, F = fun() -> X end, F() =:= X.
t38() -> apply(fun(A, B) -> A - B end, [5, 3]).
t39() -> try apply(fun(A) -> A end, [1, 2]) catch error:{badarity, {F, As}} -> {is_function(F), As} end.
t40() -> try (id(5))() catch error:{badfun, V} -> V end.
t41() -> maps:from_list([{K, V} || {K, V} <- [{a, 1}, {b, 2}], V > 1]).
t42() -> #{a := A, b := #{c := C}} = #{a => 1, b => #{c => 2}, d => 3}, {A, C}.
t43() -> K = key, #{K := V} = #{key => val}, V.
t44() -> #{{a, 1} := V, "s" := W, 1.0 := U} = #{{a, 1} => x, "s" => y, 1.0 => z}, {V, W, U}.
t45() -> M = #{1 => a, 1.0 => b}, {map_size(M), maps:get(1, M), maps:get(1.0, M)}.
t46() -> maps:to_list(#{c => 1, a => 2, b => 3, 1 => x, "a" => y, {} => z, 1.5 => w}).
t47() -> #{a => 1, a => 2}.
t48() -> M = #{a => 1}, M#{a => 2, b => 3, a := 4}.
main() ->
    Fs = lists:sort([F || {F, 0} <- ?MODULE:module_info(exports), lists:prefix("t", atom_to_list(F))]),
    lists:foreach(fun(F) ->
        R = try {value, ?MODULE:F()} catch C:E:St -> {C, E, [case T of {M, N, A, I} when M =:= ?MODULE -> {N, A, proplists:get_value(line, I)}; {M, N, A, _} when is_list(A) -> {M, N, A}; {M, N, A, _} -> {M, N, A} end || T <- lists:sublist(St, 3)]} end,
        io:format("~s: ~0tp~n", [F, R]) end, Fs),
    done.
