%% Values that nobody takes.
-module(suspect_ignored).
-compile(export_all).
-compile(nowarn_export_all).
-record(r, {a, b = 1}).
t1(X) -> {a, X}, ok.
t2() -> "text", ok.
t3() -> a, ok.
t4() -> 1, ok.
t5(X) -> X, ok.
t6(X) -> [X], ok.
t7(X) -> #{a => X}, ok.
t8(X) -> <<X>>, ok.
t9(_) -> [], ok.
t10(_) -> fun() -> ok end, ok.
t11(X) -> fun() -> X end, ok.
t12(X) -> X + 1, ok.
t13(X) -> X == 1, ok.
t14(X) -> X =:= 1, ok.
t15(X) -> not X, ok.
t16(X) -> -X, ok.
t17(X) -> length(X), ok.
t18(X) -> self(), X.
t19(X) -> node(), X.
t20(X) -> is_atom(X), ok.
t21(X) -> hd(X), ok.
t22(X) -> lists:reverse(X), ok.
t23(X) -> lists:append(X, X), ok.
t24(X) -> lists:map(fun(Y) -> Y end, X), ok.
t25(X) -> atom_to_list(X), ok.
t26(X) -> element(1, X), ok.
t27(X) -> setelement(1, X, a), ok.
t28(X) -> {X, foo(X)}, ok.
t29(X) -> [foo(X) || _ <- X], ok.
t30(X) -> begin X, {X} end, ok.
t31(X) -> case X of 1 -> a; 2 -> b end, ok.
t32(X) -> case X of 1 -> {a}; 2 -> [b] end, ok.
t33(X) -> if X -> a; true -> b end, ok.
t34(X) -> [Y || Y <- X], ok.
t35(X) -> << <<Y>> || Y <- X>>, ok.
t36(X) -> maps:get(a, X), ok.
t37(X) -> maps:put(a, 1, X), ok.
t38(X) -> X#{a => 1}, ok.
t39(X) -> X#{a := 1}, ok.
t40(X) -> X ++ X, ok.
t41(X) -> X -- X, ok.
t42(X) -> X andalso X, ok.
t43(X) -> X orelse foo(X), ok.
t44(X) -> X and X, ok.
t45(X) -> tuple_to_list(X), ok.
t46(X) -> list_to_atom(X), ok.
t47(X) -> fun foo/1, X.
t48(X) -> fun lists:map/2, X.
t49(X) -> Y = {X}, ok, Y.
t50(X) -> _ = {X}, ok.
t51(X) -> _ = X + 1, ok.
t52(X) -> _Y = X + 1, ok.
t53(X) -> catch {X}, ok.
t54(X) -> catch X + 1, ok.
t55(X) -> (X), ok.
t56(X) -> try {X} catch _:_ -> a end, ok.
t57(X) -> try X + 1 catch _:_ -> {a, X} end, ok.
t58(X) -> try foo(X) of Y -> {Y} catch _:_ -> {a, X} end, ok.
t59(X) -> receive a -> {X} after 10 -> [X] end, ok.
t60(X) -> 1.5, X.
t61(X) -> $a, X.
t62(X) -> <<"abc">>, X.
t63(X) -> "", X.
t64(X) -> <<>>, X.
t65(X) -> {}, X.
t66(X) -> #{}, X.
t67(X) -> {1, 2}, X.
t68(X) -> try ok after {X} end.
t69(X) -> F = fun() -> {X}, ok end, F.
t70(X) -> [begin {Y}, Y end || Y <- X].
foo(X) -> X.
i1(X) -> A = {X}, ok.
i2(X) -> A = X + 1, ok.
i3(X) -> A = foo(X), ok.
i4(X) -> {A, _} = {X, 1}, A, ok.
i5(X) -> {X, _} = {1, 2}, ok.
i6(X) -> X andalso {X}, ok.
i7(X) -> X orelse [X], ok.
i8(X) -> begin ok, {X}, [X] end, ok.
i9(X) -> #r{a = X}, ok.
i10(X) -> X#r{a = 1}, ok.
i11(X) -> X#r.a, ok.
i12(_) -> #r.a, ok.
i13(X) -> case X of 1 -> X + 1; _ -> foo(X) end, ok.
i14(X) -> case X of 1 -> 1; _ -> ok end, ok.
i15(X) -> case X of 1 -> self(); _ -> "abc" end, ok.
i16(X) -> if X > 1 -> X * 2; true -> <<>> end, ok.
i17(X) -> Y = case X of 1 -> X + 1; _ -> foo(X) end, ok, Y.
i18(X) -> _ = case X of 1 -> {X}; _ -> foo(X) end, ok.
i19(X) -> {foo(X), {X}}, ok.
i20(X) -> [X, foo(X) | foo(2)], ok.
i21(X) -> #{a => foo(X)}, ok.
i22(X) -> <<(foo(X))>>, ok.
i23(X) -> foo({X}), ok.
i24(X) -> 1 + foo(X), ok.
i25(X) -> foo(X) == foo(1), ok.
i26(X) -> [foo(X)] ++ foo(1), ok.
i27(X) -> length([X, X]), ok.
i28(X) -> hd([X, X]), ok.
i29(X) -> tuple_size({X}), ok.
i30(X) -> element(1, {X}), ok.
i31(X) -> is_list([X]), ok.
i32(_) -> is_list([]), ok.
i33(_) -> 1 + 2, ok.
i34(_) -> 1 == 2, ok.
i35(_) -> length([]), ok.
i36(_) -> atom_to_list(a), ok.
i37(_) -> list_to_integer("1"), ok.
i38(X) -> case X of {A} -> A; A -> 2 end, ok.
i39(X) -> lists:foreach(fun(Y) -> {Y}, Y + 1 end, X), ok.
i40(X) -> catch self(), catch {X}, catch foo(X), ok.
i41(X) -> try {X} of Y -> {Y}, Y catch _:_ -> {X}, ok end.
i42(X) -> try foo(X) after X + 1, {X}, ok end.
i43(X) -> try {X}, foo(X) after ok end.
i44(X) -> try {X}, foo(X) catch _:_ -> ok after ok end, ok.
i45(X) -> receive {X} -> {X}; _ -> X + 1 after foo(X) -> "abc" end, ok.
i46(X) -> [begin X + 1, {X} end || _ <- X], ok.
i47(X) -> [Y || Y <- X, begin {Y}, true end].
i48(X) -> [Y || Y <- begin {X}, X end].
i49(X) -> fun() -> {X}, X + 1, ok end.
i50(X) -> fun F() -> {X}, F() end.
i52(X) -> X ! {X}, ok.
i53(X) -> {X} , {X}.
i54(X) -> {X}, {X}, X.
i55(X) -> (X == 1) == (X == 2), ok.
i56(X) -> not (X == 1), ok.
i57(X) -> {X + 1}, ok.
i58(X) -> [X + 1, X == 1], ok.
i59(X) -> foo(X), X; 
i59(_) -> {}, ok.
i60(X) -> -1, +1, X.
i61(X) -> - (1), X.
i62(X) -> "a" "b", [1,2], [a], {}, X.
i63(X) -> <<1,2>>, <<X/binary>>, <<"a",X>>, X.
i64(X) -> $a + 1, X.
i65(X) -> is_function(X), is_function(X, 1), is_record(X, r), is_record(X, r, 3), X.
i66(X) -> erlang:is_record(X, r), record_info(fields, r), X.
i67(X) -> X:foo(), foo:X(), apply(X, a, []), X.
i68(X) -> Y = {X}, Y, X.
i69(X) -> Y = {X}, case Y of {1} -> ok; _ -> {Y} end, X.
i70(X) -> case {X} of {1} -> ok; _ -> {X} end, X.
i71(X) -> atom_to_list(a) ++ "b", X.
i72(X) -> if true -> {X} end, X.
i73(X) -> case a of a -> {X} end, X.
i74(X) -> case X of _ -> {X} end, X.
i75(X) -> begin {X} end, X.
i76(X) -> X andalso foo(X) andalso {X}, X.
i77(X) -> X == 1 andalso foo(X), X.
i78(X) -> X == 1 andalso X == 2, X.
i79(X) -> X == 1 orelse X > 2, X.
i80(X) -> lists:seq(1, X), lists:nth(1, X), lists:sort(X), string:length(X), maps:keys(X), X.
i81(X) -> get(a), get(), put(a, b), erase(a), X.
i82(X) -> now(), date(), time(), erlang:timestamp(), erlang:monotonic_time(), make_ref(), X.
i83(X) -> whereis(X), process_info(self()), nodes(), registered(), X.
i84(X) -> throw(X), {X}.
i85(X) -> error(X), X + 1, {X}, ok.
i86(X) -> exit(X), case X of 1 -> {X} end, ok.
i87(X) -> fun i86/1, fun p5:i86/1, fun X:foo/1, X.
