%% Patterns on values of a known shape.
-module(suspect_known_values).
-compile(export_all).
-compile(nowarn_export_all).
-record(r, {a, b = 1}).
m1(X) -> case {X, X} of {1, 2} -> a; {_, _, _} -> b; {3, _} -> c end.
m2(X, Y) -> case {X, [Y]} of {1, []} -> a; {2, [_]} -> b; _ -> c end.
m3(X) -> case {X, a} of {1, a} -> a; {1, b} -> b; {_, a} -> c end.
m4(X) -> case {X, a} of {_, b} -> a end.
m5(X) -> case {X, a} of {_, c} -> a; {_, b} -> b end.
m6(X) -> case [X | a] of [_ | b] -> a; [] -> b; [_|_] -> c end.
m7(X) -> case #{a => X} of #{a := 1} -> a; #{b := _} -> b; {} -> c end.
m8(X) -> case <<X>> of <<1>> -> a; [] -> b; a -> c; _ -> d end.
m9(X) -> case fun() -> X end of a -> 1; F when is_function(F) -> 2 end.
m10(X) -> case X + 1 of a -> 1; {} -> 2; [] -> 3; 1 -> 4; 1.0 -> 5 end.
m11(X) -> case length(X) of a -> 1; {} -> 2; [] -> 3; 1 -> 4; 1.0 -> 5; -1 -> 6 end.
m12(X) -> case is_atom(X) of true -> 1; false -> 2; _ -> 3 end.
m13(X) -> case is_atom(X) of true -> 1; _ -> 2 end.
m14(X) -> case is_atom(X) of true -> 1; Y -> Y end.
m15(X) -> case X > 1 of yes -> 1; no -> 2 end.
m16(X) -> case X > 1 of true -> 1; true -> 2; false -> 3 end.
m17(X) -> case not X of true -> 1; false -> 2; a -> 3 end.
m18(X) -> case X and X of true -> 1; false -> 2; a -> 3 end.
m19(X) -> case X andalso X of true -> 1; false -> 2; a -> 3 end.
m20(X) -> case X == 1 andalso X == 2 of true -> 1; false -> 2; a -> 3 end.
m21(X) -> case X == 1 andalso X of true -> 1; false -> 2; a -> 3; _ -> 4 end.
m22(X) -> case X == 1 orelse X == 2 of true -> 1; false -> 2; _ -> 3 end.
m23(X) -> case self() of a -> 1; _ -> 2 end.
m24(X) -> case atom_to_list(X) of a -> 1; _ -> 2 end.
m25(X) -> case list_to_atom(X) of [] -> 1; {} -> 2; a -> 2 end.
m26(X) -> case lists:member(X, [a]) of a -> 1; true -> 2; false -> 3; _ -> 4 end.
m27(X) -> case lists:keyfind(X, 1, []) of [] -> 1; false -> 2; {} -> 3; _ -> 4 end.
m28(X) -> case tuple_to_list(X) of [] -> 1; {} -> 2; a -> 4 end.
m29(X) -> Y = {X, 1}, case Y of {_, 2} -> a; {_, 1} -> b; _ -> c end.
m30(X) -> Y = [X], case Y of [] -> a; [_] -> b; _ -> c end.
m31(_) -> Y = a, case Y of b -> 1; a -> 2; _ -> 3 end.
m32(_) -> Y = a, case Y of b -> 1 end.
m33(_) -> Y = {a, 1}, case Y of {b, _} -> 1; {a, X} -> X end.
m34(X) -> {A, B} = {X, 1}, case B of 2 -> A; 1 -> A end.
m35(X) -> {A, B} = X, case A of 2 -> B; 1 -> A end.
m36(X) -> case #r{a = X} of #r{a = 1} -> 1; #r{b = 2} -> 2; #r{b = 1} -> 3; {r, _} -> 4; _ -> 5 end.
m37(X) -> case "abc" of [X | _] -> 1; _ -> 2 end.
m38(X) -> case "abc" of "abd" -> X; "abc" -> 2; _ -> 3 end.
m39(X) -> case {a, "abc"} of {b, _} -> X; {a, [$b|_]} -> 2; {a, _} -> 3 end.
m40(X) -> case {X} of Y -> Y; _ -> 2 end.
m41(X) -> case {X} of {Y} -> Y; _ -> 2; a -> 3 end.
m42(X) -> case {X} of {Y} when Y > 1 -> Y; {_} -> 2; _ -> 3 end.
m43(X) -> case {X, a} of {Y, a} -> Y; {_, b} -> 2; _ -> 3 end.
m44(X) -> case X of {a, _} -> case X of {b, _} -> 1; {a, _} -> 2; [] -> 3 end; _ -> 4 end.
m45(X) -> case X of a -> case X of b -> 1; a -> 2 end; _ -> 4 end.
m46(X) -> if X == a -> if X == b -> 1; true -> 2 end; true -> 3 end.
m47(X) when is_atom(X) -> case X of {} -> 1; a -> 2; [] -> 3 end.
m48(X) when is_list(X) -> case X of {} -> 1; a -> 2; [] -> 3 end.
m49(X) when is_tuple(X) -> case X of {} -> 1; a -> 2; [] -> 3 end.
m50(X) when is_integer(X) -> case X of {} -> 1; a -> 2; 1 -> 3 end.
m51(X) when is_boolean(X) -> case X of true -> 1; false -> 2; _ -> 3 end.
m52([_|_] = X) -> case X of [] -> 1; [_] -> 3; _ -> 4 end.
m53({_, _} = X) -> case X of [] -> 1; {_} -> 3; {_, _} -> 4; _ -> 5 end.
m54(a = X) -> case X of b -> 1; a -> 2 end.
m55(X) -> X = a, case X of b -> 1; a -> 2 end.
m56(X) -> X = {a}, case X of {b} -> 1; {a} -> 2 end.
m57(X) -> Y = X, X = a, case Y of b -> 1; a -> 2 end.
m58() -> X = 1, Y = X + 1, case Y of 1 -> a; 2 -> b end.
m59() -> X = 1, if X > 2 -> a; X < 2 -> b; true -> c end.
m60() -> X = 1, Y = 2, {X, Y} = {1, 3}.
m61() -> X = 1, X = 1.
m62() -> X = a, Y = b, X = Y.
m63(X) -> {a, Y} = {b, X}, Y.
m64(X) -> {Y, Y} = {1, X}, Y.
m65(X) -> {Y, Y} = {1, 2}, X.
m66(X) -> [Y] = [X, X], Y.
m67(X) -> {ok, Y} = [X], Y.
m68(X) -> ok = {X}.
m69(X) -> "a" = [X].
m70(X) -> 1 = X + 1.
m71(X) -> a = X + 1.
m72(X) -> true = X == 1.
m73(X) -> foo = X == 1.
m74(X) -> {A, B} = [A, B] = X.
m75(X) -> [A, B] = {A, B} = X.
m76(X) -> {a} = [b] = X, ok.
m77(X) -> a = b = X.
m78({a} = [b]) -> ok.
m79(X = X) -> ok.
m80(1 = 2) -> ok.
m81(X = 1 = 2) -> X.
m82({X, 1} = {2, X}) -> X.
m83(#{} = {}) -> ok.
m84(<<>> = []) -> ok.
m85({a, 1} = {a, 2}) -> ok;
m85({_, 1} = {a, 2}) -> ok;
m85(_) -> b.
m86([a | b] = [a, b]) -> ok.
m87("abc" = [$a | "bd"]) -> ok.
m88(#r{a = 1} = {r, 1}) -> ok.
m89(X) -> case X of 1 = 2 -> a; 3 = 3 -> b; 4 -> c end.
m90(X) -> fun({a} = {b}) -> X end.
m91(X) -> receive {a} = {b} -> X end.
m92(X) -> try X catch {a} = {b} -> X end.
m93(X) -> try X of {a} = {b} -> X catch _ -> X end.
m95(X) -> case X of <<A:a>> -> A; _ -> ok end.
m96(X) -> case X of <<a>> -> 1; _ -> ok end.
m97(X) -> case X of <<1/binary>> -> 1; _ -> ok end.
m98(X) -> case X of <<256:8>> -> 1; <<1.5/float>> -> 3; <<-1>> -> 2; <<"a"/utf8>> -> 3; _ -> ok end.
m99(X) -> case X of <<_:(-1)>> -> 1; <<A:(1-2)>> -> A; _ -> 2 end.
