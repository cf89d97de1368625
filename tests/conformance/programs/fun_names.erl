%% The numbers in the names of funs follow the order in which the compiler takes expressions apart.
-module(fun_names).
-compile([export_all, nowarn_export_all, {inline, []}]).
-record(r, {a, b, c}).
n(F) when is_function(F) -> {name, N} = erlang:fun_info(F, name), L = atom_to_list(N), case string:rstr(L, "fun-") of 0 -> L; P -> hd(string:split(lists:nthtail(P + 3, L), "-")) end;
n(T) when is_tuple(T) -> list_to_tuple([n(X) || X <- tuple_to_list(T)]);
n([H | T]) -> [n(H) | n(T)];
n(M) when is_map(M) -> maps:map(fun(_, V) -> n(V) end, M);
n(X) -> X.
id(A) -> A.
g(A, B) -> {A, B}.
t1() -> {fun() -> 1 end, fun() -> 2 end, fun() -> 3 end}.
t2() -> [fun() -> 1 end, fun() -> 2 end | fun() -> 3 end].
t3() -> g(fun() -> 1 end, fun() -> 2 end).
t4() -> ?MODULE:g(fun() -> 1 end, fun() -> 2 end).
t5() -> #{a => fun() -> 1 end, b => fun() -> 2 end}.
t6() -> M = #{}, M#{a => fun() -> 1 end, b => fun() -> 2 end}.
t7() -> #r{a = fun() -> 1 end, b = fun() -> 2 end, c = fun() -> 3 end}.
t8() -> #r{c = fun() -> 1 end, b = fun() -> 2 end, a = fun() -> 3 end}.
t9() -> {id(fun() -> 1 end), id(fun() -> 2 end)}.
t10() -> [id(fun() -> 1 end), id(fun() -> 2 end)].
t11() -> (fun(X, Y) -> {self, X, Y} end)(fun() -> 1 end, fun() -> 2 end).
t12() -> F = fun g/2, F(fun() -> 1 end, fun() -> 2 end).
t13() -> {A, B} = {fun() -> 1 end, fun() -> 2 end}, {A, B}.
t14() -> [{fun() -> 1 end, X, fun() -> 2 end} || X <- [id(fun() -> 3 end)], is_function(id(fun() -> 4 end))].
t15() -> case {fun() -> 1 end, fun() -> 2 end} of {A, B} -> [A, B, fun() -> 3 end] end.
t16() -> [fun() -> 1 end] ++ [fun() -> 2 end].
t17() -> id(id([fun() -> 1 end | [fun() -> 2 end]])).
t18() -> {begin A = fun() -> 1 end, A end, fun() -> 2 end}.
t19() -> X = {fun() -> 1 end}, Y = [fun() -> 2 end], {X, Y}.
t20() -> R = #r{}, R#r{a = fun() -> 1 end, c = fun() -> 2 end}.
t21() -> {try fun() -> 1 end catch _:_ -> fun() -> 2 end end, fun() -> 3 end}.
t22() -> lists:map(fun(F) -> F end, lists:filter(fun(_) -> true end, [fun() -> 1 end])).
t23() -> lists:foldl(fun(X, A) -> [X | A] end, id([]), [fun() -> 1 end, fun() -> fun() -> 2 end end]).
t24() -> maps:map(fun(_, V) -> V end, #{x => fun() -> 1 end}).
t25() -> fun() -> {fun() -> 1 end, fun() -> 2 end} end.
t26() -> {catch fun() -> 1 end, fun() -> 2 end}.
t27() -> if true -> {fun() -> 1 end, fun() -> 2 end} end.
t28() -> {[fun() -> 1 end || _ <- [1]], [fun() -> 2 end || _ <- [1]]}.
t29() -> self() ! {fun() -> 1 end, fun() -> 2 end}.
t30() -> erlang:apply(fun(A, B) -> {A, B} end, [fun() -> 1 end, fun() -> 2 end]).
t31() -> {fun g/2, fun() -> 2 end, fun g/2}.
t32() -> {is_function(fun() -> 1 end) andalso fun() -> 2 end, fun() -> 3 end}.
t33() -> spawn(fun() -> F = fun() -> ok end, F() end), fun() -> 2 end.
t34() -> {fun() -> x end =:= 1, fun() -> 1 end}.
t35() -> <<(id(1)):8, (begin id(fun() -> 1 end), 2 end):8>>, fun() -> 2 end.
t36() -> X = [id(fun() -> 1 end)], {X, receive after 0 -> fun() -> 2 end end, fun N() -> N end, fun() -> 3 end}.
main() -> [io:format("~s ~p~n", [T, n(?MODULE:T())]) || T <- [list_to_atom("t" ++ integer_to_list(I)) || I <- lists:seq(1, 36)]], ok.
