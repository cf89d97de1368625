-module(literals_called).
-compile([export_all, nowarn_export_all]).
-record(sq, {a}).
-record(e, {}).
a() -> apply(foo, []).
a1() -> apply(foo, [1|[]]).
a2(L) -> apply(foo, L).
a3(L) -> apply(foo, [1|L]).
a4(L) -> erlang:apply(1, [L, foo()]).
a5() -> apply("x", "y").
a6() -> apply(foo, bar).
a7() -> X = foo, apply(X, []).
a8() -> Y = [], apply(foo, Y).
a9() -> apply(#sq{}, []).
foo() -> apply(foo, []), ok.
b() -> (fun(1) -> ok end)(2).
b1() -> (fun(foo, X) -> X end)(bar, 1).
b2() -> (fun(X) when X > 1 -> ok end)(0).
b3() -> (fun(X) when X > 1 -> ok; (foo) -> bar end)(0).
b4() -> (fun({A}) -> A end)([]).
b5(Y) -> (fun({A}) -> A end)([Y]).
b6(Y) -> (fun({A}) -> A end)({Y}).
b7() -> (fun({A}) -> A; (_) -> 1 end)({1}).
b9() -> (fun F(1) -> F(2) end)(2).
bb() -> ok, (fun(1) -> ok end)(2), ok.
bc() -> X = (fun(1) -> ok end)(2), X.
bd(Z) -> (fun(1) -> ok; (2) -> foo end)(Z).
be() -> (fun(1, _) -> ok; (2, X) -> X; (_, X) -> X end)(3, 4).
bf() -> (fun(X) -> X + a end)(3).
bg() -> (fun(X) -> X(1) end)(3).
e() -> R = foo, R#sq{}.
e1() -> R = foo, R#sq{a=1}.
e2() -> R = [foo], R#e{}.
e3() -> R = 1, R#sq{a=1}, ok.
e4() -> foo#sq{}.
e5() -> foo#sq{a=1}.
e6() -> [] #sq{a=1}.
e7() -> {sq,1}#sq{a=2}.
e8() -> {sq}#sq{a=2}.
e9(X) -> R = {X}, R#sq{a=2}.
ea() -> R = {foo,1}, R#sq{a=2}.
eb() -> R = "x", _ = R#sq{a=2}, ok.
f(L) -> [X || X <- L, W = 2].
f1(L) -> [X || X <- L, W = false].
f2(L) -> [X || X <- L, W = "x"].
f3(L) -> [X || X <- L, _ = {L}].
f5() -> [1 || A = 1].
f6() -> [A || A = true].
f7() -> [A || 1 = A = foo].
f8(L) -> << <<1>> || _ <- L, A = foo >>.
f9(L) -> [X || X <- L, W = X, V = 2].
