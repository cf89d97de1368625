%% Clauses that cannot match.
-module(suspect_clauses).
-compile(export_all).
-compile(nowarn_export_all).
f1(_) -> any;
f1(1) -> one.
f2(X) -> X;
f2(Y) -> Y;
f2(Z) -> Z.
f3(X, _) when X > 1 -> a;
f3(_, _) -> b;
f3(_, _) when true -> c.
f4(1) -> a;
f4(1) -> b.
f5(a) -> a;
f5(b) -> c;
f5(a) -> b.
f6({a, _}) -> 1;
f6({a, 1}) -> 2;
f6({_, _}) -> 3;
f6({b, _}) -> 4.
f7([]) -> 1;
f7([_|_]) -> 2;
f7([a]) -> 3;
f7([a|_]) -> 4.
f8(X) when is_atom(X) -> 1;
f8(X) when is_atom(X) -> 2.
f9(X) when true -> X;
f9(_) -> 2.
f10(X) when false -> X;
f10(_) -> 2.
f11(X) when a -> X;
f11(_) -> 2.
f12(X) when 1 + a -> X;
f12(_) -> 2.
f13(X) when 1 > 2 -> X;
f13(_) -> 2.
f14(X) when is_atom(1) -> X;
f14(_) -> 2.
f15(X) when is_atom({X}) -> X;
f15(_) -> 2.
f16(X) when hd([]) -> X;
f16(_) -> 2.
f17(X) when length(a) > 1 -> X;
f17(_) -> 2.
f18(X) when X, false -> X;
f18(_) -> 2.
f19(X) when X; false -> X;
f19(_) -> 2.
f20(X) when false; X -> X;
f20(_) -> 2.
f21(X) when X; true -> X;
f21(_) -> 2.
f22(X) when not true -> X;
f22(_) -> 2.
f23(X) when X andalso false -> X;
f23(_) -> 2.
f24(X) when X orelse true -> X;
f24(_) -> 2.
f25(X) when 1 -> X;
f25(_) -> 2.
f26(X) -> if X == 1 -> one; else -> other end.
f27(X) -> if X == 1 -> one; true -> other; X == 2 -> two end.
f28(X) -> if false -> one; true -> X end.
f29() -> if false -> one end.
f30() -> if true -> one end.
f31() -> if 1 == 2 -> one; true -> ok end.
f32(X) -> case X of Y -> Y; 2 -> two end.
f33(X) -> case X of _ -> a; _ -> two end.
f34(X) -> case {X, 1} of {_, 2} -> a; _ -> two end.
f35(X) -> case {X, 1} of {a, _} -> a; {b, _, _} -> two end.
f36(X) -> case {X, 1} of [] -> a; _ -> two end.
f37() -> case 1 of 2 -> a; _ -> two end.
f38() -> case a of a -> 1; b -> 2 end.
f39() -> case a of b -> 2 end.
f40() -> case self() of b -> 2 end.
f41(X) -> case X + 1 of b -> 2; 1 -> b end.
f42(X) -> case X == 1 of true -> 2; false -> b; _ -> 4 end.
f43(X) -> case X == 1 of true -> 2; foo -> b; false -> 3 end.
f44(X) -> case is_atom(X) of true -> 2; 1 -> 3 end.
f45(X) -> case [X] of [] -> 2; [_] -> 3 end.
f46(X) -> case [X] of [] -> 2 end.
f47(X) -> case X of {a} = {b} -> X; _ -> 2 end.
f48({a} = {b}) -> 1.
f49({a} = {b}) -> 1;
f49(_) -> 2.
f50(X) -> {a} = {b} = X.
f51(X) -> case X of {A} = A -> X; _ -> 2 end.
f52(X) -> case X of {A, _} = {_, 1} -> A; _ -> 2 end.
f53(X) -> receive X -> 1; _ -> 2; a -> 3 end.
f54(_) -> receive Y -> Y; a -> 3 after 10 -> 2 end.
f55(_) -> receive {a} -> 1; {a} -> 3 after 10 -> 2 end.
f56(X) -> try X of Y -> Y; a -> 3 catch _:_ -> 1; a:b -> 3 end.
f57(X) -> try X catch error:_ -> 1; error:b -> 3 end.
f58(X) -> try X catch _ -> 1; b -> 3 end.
f59(X) -> fun(_) -> X; (1) -> 2 end.
f60(X) -> fun F(_) -> F; F(1) -> X end.
f61(X) -> [Y || {Y} = [Y] <- X].
f62(X) -> [Y || Y <- X, false].
f63(X) -> [Y || Y <- X, 1 > 2].
f64(X) -> [Y || Y <- X, true].
f65(_) -> [Y || Y <- a].
f66(_) -> [Y || Y <- [], Y].
f67(_) -> [Y || <<Y>> <= a].
f68(_) -> [1 || {a} <- [b, c]].
f69(X) -> [1 || a <- {X}].
f70(X) -> case X of "abc" -> 1; "abc" -> 2; [$a|_] -> 3; "a" -> 4 end.
f71(X) -> case X of #{} -> 1; #{a := 1} -> 2; a -> 3 end.
f72(X) -> case X of <<_/binary>> -> 1; <<1>> -> 2; a -> 3 end.
f73(X) -> case X of <<1>> -> 1; <<1>> -> 2; a -> 3 end.
f74(X) -> case X of #{a := 1} -> 1; #{a := 1} -> 2; a -> 3 end.
f75(X, X) -> 1;
f75(_, _) -> 2;
f75(a, b) -> 3.
f76(a, _) -> 1;
f76(_, b) -> 2;
f76(a, b) -> 3.
f77(X) -> case X of 1 -> a; 1.0 -> b; 1 -> c end.
f78(X) when X =:= a -> 1;
f78(a) -> 2.
