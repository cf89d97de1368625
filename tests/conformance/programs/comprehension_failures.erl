%% Generators that are no lists, and where the stack trace says so.
-module(comprehension_failures).
-compile(export_all).
-compile(nowarn_export_all).
id(X) -> X.
a(L) -> [X || X <- L].
b(L) -> [foo(X) || X <- L].
foo(X) -> X.
c(L) -> [foo(X) || X <- L, X > 0].
d(L) -> [X || <<X>> <= L].
e(L) -> << <<X>> || <<X>> <= L >>.
f(L) -> << <<X>> || X <- L >>.
g(L) -> [{X, Y} || X <- L, <<Y>> <= X].
h(L) -> [{X, Y} || <<X>> <= L, Y <- X].
i(L) -> [{X, Y} || X <- L, Y <- X].
t01() -> a([1 | 2]).
t02() -> b([1 | 2]).
t03() -> c([1, 2 | 2]).
t04() -> a(x).
t05() -> d(x).
t06() -> e(x).
t09() -> f([a]).
t10() -> g([<<1>>, x]).
t11() -> h(<<1>>).
t12() -> i([[1], x]).
t13() -> i([[1], [2 | x]]).
t14() -> fl(1.0e308, 32).
t15() -> fl(1.0e308, 16).
t16() -> fl(1 bsl 2000, 64).
t17() -> fl(1 bsl 900, 32).
t18() -> fl(1, 17).
fl(X, S) -> <<X:S/float>>.
main() ->
    Fs = lists:sort([F || {F, 0} <- ?MODULE:module_info(exports), lists:prefix("t", atom_to_list(F))]),
    lists:foreach(fun(F) ->
        R = try {value, ?MODULE:F()} catch C:E:St -> {C, E, [case T of {M, N, A, I} when M =:= ?MODULE -> {N, A, proplists:get_value(line, I)}; {M, N, A, _} when is_list(A) -> {M, N, A}; {M, N, A, _} -> {M, N, A} end || T <- lists:sublist(St, 4)]} end,
        io:format("~s: ~0tp~n", [F, R]) end, Fs),
    done.
