%% Guards whose value is known.
-module(suspect_guards).
-compile(export_all).
-compile(nowarn_export_all).
-record(r, {a, b = 1}).
g1(X) when true; X -> 1;
g1(_) -> 2.
g2(X) when true, true -> X;
g2(_) -> 2.
g3(X) when 1 < 2 -> X;
g3(_) -> 2.
g4(X) when false; false -> X;
g4(_) -> 2.
g5(X) when false, false -> X;
g5(_) -> 2.
g6(X) when false, X -> X;
g6(_) -> 2.
g7(X) when is_atom(a), X > 1 -> X;
g7(_) -> 2.
g8(X) when X > 1, is_atom(1) -> X;
g8(_) -> 2.
g9(X) when is_atom(1); X -> X;
g9(_) -> 2.
g10(X) when false andalso X -> X;
g10(_) -> 2.
g11(X) when true orelse X -> X;
g11(_) -> 2.
g12(X) when false orelse X -> X;
g12(_) -> 2.
g13(X) when true andalso false -> X;
g13(_) -> 2.
g14(X) when 1 + 1 == 3 -> X;
g14(_) -> 2.
g15(X) when X == 1 + a -> X;
g15(_) -> 2.
g16(X) when X == 1; 1 + a -> X;
g16(_) -> 2.
g17(X) when X > hd([]) -> X;
g17(_) -> 2.
g18(X) when not (1 == 2) -> X;
g18(_) -> 2.
g19(X) when (false and X) -> X;
g19(_) -> 2.
g20(X) when (X and false) -> X;
g20(_) -> 2.
g21(X) when (1 == 2) and (2 == 3) -> X;
g21(_) -> 2.
g22(X) when "abc" -> X;
g22(_) -> 2.
g23(X) when {X} -> X;
g23(_) -> 2.
g24(X) when [] -> X;
g24(_) -> 2.
g25(X) when is_list([X]) -> X;
g25(_) -> 2.
g26(X) when is_tuple([X]) -> X;
g26(_) -> 2.
g27(X) when {X} == {1} -> X;
g27(_) -> 2.
g28(X) when {X} == a -> X;
g28(_) -> 2.
g29(X) when self() -> X;
g29(_) -> 2.
g30(X) when X + 1 -> X;
g30(_) -> 2.
g31(X) when length(X) -> X;
g31(_) -> 2.
g32(X) when X == X -> X;
g32(_) -> 2.
g33(X) when X =:= 1, X =:= 2 -> X;
g33(_) -> 2.
g34(X) when is_atom(X), is_list(X) -> X;
g34(_) -> 2.
g35(X) when #r.a == 2 -> X;
g35(_) -> 3.
g36(X) when X#r.a == 2 -> X;
g36(_) -> 3.
g37(X) when is_record(X, r) -> X;
g37(_) -> 3.
g39(X) -> if X, false -> 1; true -> 2 end.
g40(X) -> if false; X -> 1; true -> 2 end.
g41(X) -> if a -> 1; b -> 2; X -> 3 end.
g42() -> if a -> 1; b -> 2 end.
g43(X) -> if X == 1 -> a; false -> b; not true -> c end.
g44(X) -> case X of Y when false -> Y; 1 when 1 > 2 -> 2; _ when true -> 3; _ -> 4 end.
g45(X) -> receive Y when false -> Y; {X} when true -> 1; {X} -> 2 end.
g46(X) -> try X of Y when false -> Y; _ -> 1 catch _:_ when false -> 2; error:_ when a -> 3 end.
g47(X) -> fun(Y) when false -> Y; (_) when 1 == 2 -> X; (_) -> 1 end.
g48(X) when map_size(#{}) > 0 -> X;
g48(_) -> 1.
g49(X) when map_get(a, #{}) -> X;
g49(_) -> 1.
g50(X) when element(1, {}) == X -> X;
g50(_) -> 1.
g51(X) when node() == X -> X;
g51(X) when node(X) == X -> X;
g51(_) -> 1.
g52(X) when X =:= 1.0; X =:= 1 -> X;
g52(1) -> 1.
g53(X) when is_integer(1.0) or is_float(X) -> X;
g53(_) -> 1.
g54(X) when X > 1 andalso 1 > 2 -> X;
g54(_) -> 1.
g55(X) when (X > 1) and (1 > 2) -> X;
g55(_) -> 1.
g56(X) when (X > 1) or (1 < 2) -> X;
g56(_) -> 1.
g57(X) when tuple_size({X}) == 2 -> X;
g57(_) -> 1.
g58(X) when hd([X]) == 1, tl([X]) == [] -> X;
g58(_) -> 1.
g59(X) when abs(-1) == 2 -> X;
g59(_) -> 1.
g60(X) when byte_size(<<"abc">>) == 2 -> X;
g60(_) -> 1.
g61(X) when byte_size(<<X>>) == 2 -> X;
g61(_) -> 1.
g62(X) when X andalso true; false -> 1;
g62(_) when true andalso true -> 2;
g62(_) -> 3.
g63(X) when error -> X;
g63(X) when ok; X -> X.
g64(X) when X; ok -> X;
g64(X) when ok, X -> 1;
g64(X) when X, ok -> 1.
