%% What is known of variables, and where.
-module(suspect_scopes).
-compile(export_all).
-compile(nowarn_export_all).
-record(r, {a, b = 1, c = 1 + a, d = {1}}).
-import(math, [sqrt/1]).
-import(lists, [append/2, reverse/1]).
d1(X) -> case a of b -> {X}, ok; a -> X end.
d2(X) -> case {X} of {_, _} -> {X}, ok; {_} -> X end.
d3(X) -> case X of _ -> 1; b -> {X}, hd([]) end.
d4(X) when false -> {X}, ok;
d4(_) -> 1.
d5(X) -> case X of {a} = {b} -> {X}, ok; _ -> 1 end.
d6(X) -> case X of {_, _} -> 1; {a, _} -> {X}, ok end.
d7(X) -> case X == 1 of true -> 1; false -> 2; _ -> {X}, ok end.
d8(X) -> if false -> {X}, hd([]); true -> X end.
d9(_) -> hd([]), tl([]), {a}, ok.
d10(X) -> 1 = 2, {X}, ok.
d11(X) -> case a of b -> {X}, ok end, {X}, ok.
e1(X) when false -> X.
e2(X) when false -> X;
e2(Y) when a -> Y.
e3() when false -> ok.
e4(_) -> 1;
e4(X) when false -> X;
e4({a} = {b}) -> 1.
v1(X) -> Y = a, fun() -> case Y of b -> X end end.
v2(X) -> Y = a, [case Y of b -> X end || _ <- X].
v3(X) -> Y = a, try case Y of b -> X end catch _:_ -> case Y of c -> X end end.
v4(X) -> Y = a, receive Y -> case Y of b -> 1 end; Y -> 2; _ -> Y end, X.
v5(X) -> case X of 1 -> Y = a; 2 -> Y = a end, case Y of b -> 1 end.
v6(X) -> Y = a, fun(Y1) -> Y1 = Y, case X of Y -> 1 end end.
v7(X) -> {A, B} = {X, 1}, case B of 2 -> A end.
v8(X) -> {A, B} = {X, 1}, B + a, A.
v9(X) -> [A | _] = [a, X], A + 1.
v10(X) -> X = a, X + 1.
v11(X) -> case X of a -> X + 1; _ -> X end.
v12(a = X) -> X + 1.
v13(X) -> Y = 1 + a, Y.
v14(X) -> Y = (Z = a), Y + 1, Z.
v15(X) -> {A, _} = {_, B} = {a, b}, A + 1, B + X.
v16(X) -> Y = begin X, a end, Y + 1.
v17(X) -> Y = case X of _ -> a end, Y + 1.
v18(X) -> Y = if true -> a end, Y + X.
v19(X) -> Y = X == X, case Y of true -> 1; foo -> 2; false -> 3; _ -> 4 end.
v20(X) -> Y = {X}, Y().
v21(X) -> Y = [X], Y + 1.
v22(X) -> Y = {X}, hd(Y).
v23(X) -> Y = {X}, element(1, Y) + a.
v24(X) -> Y = {a, X}, element(1, Y) + 1.
v25(X) -> Y = [a, X], hd(Y) + 1.
v27() -> #r{a = 1}.
v28(X) -> X#r{b = 1 + a}.
v29() -> Y = #{a => 1}, maps:get(b, Y).
v30() -> Y = "abc", Y + 1.
v31() -> Y = <<"abc">>, Y + 1, <<Y/integer>>.
v32() -> Y = a, <<Y>>.
v33() -> Y = a, <<1:Y>>.
v34() -> Y = a, Y#{b => 1}.
v35() -> Y = {a}, Y#r.a.
v37(X) -> Y = a, X:Y(), Y:X(), Y:foo(), 1:X().
v38(X) -> Y = 1, Y:foo(X), X:Y(X).
v40(X) -> append(X, X), reverse(X), sqrt(X), sqrt(a), append(a, b), ok.
v41(X) -> Y = a, fun Y:foo/1, fun X:Y/1, fun X:foo/Y.
v42(X) -> F = fun lists:map/2, F(X).
v43(X) -> F = fun(A) -> A end, F(X, X).
v44(X) -> F = fun(A) -> A end, F + 1, X.
v45(X) -> F = fun(A) -> A end, case F of a -> X end.
v46(X) -> Y = self(), Y + 1, case Y of a -> X end.
v47(X) -> Y = X + 1, case Y of a -> 1; {} -> 2 end.
v48(X) -> Y = length(X), case Y of a -> 1; {} -> 2 end.
v49(X) -> _Y = a, _Y + 1, X.
v50(X) -> catch 1 + a, X.
v51(X) -> throw(1 + a), X.
v52(X) -> X ! (1 + a), exit(hd([])).
v53(X) -> [hd([]) || _ <- X, hd([])].
v54(X) -> << <<(hd([]))>> || _ <- X >>.
v55(X) -> #{a => hd([]), X => tl([])}.
v56(X) -> {1 + a, [b * 2 | X]}.
v57(X) -> foo(1 + a, X).
foo(_, X) -> hd([X | a]).
v58(X) -> try hd([]) of a -> 1 + a catch _:_ -> 1 + b after tl([]) end, X.
v59(X) -> receive a -> 1 + a after 1 + b -> 1 + c end, X.
v60(X) -> case 1 + a of X -> 1 + b end.
v61(X) -> if X > 1 + a -> 1; true -> 2 end.
v62(X) -> X andalso 1 + a, (1 + a) orelse X.
v63(X) -> 1 + a + X.
v64(X) -> X + (1 + a).
v65(X) -> not (1 + a), -(1 + a), X.
v66(X) -> is_atom(1 + a), length(hd([])), X.
