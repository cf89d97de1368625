%% Clauses that an earlier one leaves nothing for.
-module(suspect_shadowed).
-compile(export_all).
-compile(nowarn_export_all).
s1([_|_]) -> 1;
s1([a]) -> 2;
s1([b]) -> 3;
s1([c|_]) -> 4.
s2({_, _}) -> 1;
s2({a, _}) -> 2;
s2({b, _}) -> 3;
s2({_, c}) -> 3.
s3({a, _}) -> 1;
s3({a, 1}) -> 2;
s3({a, 2}) -> 3.
s4({a, X}) when X > 1 -> 1;
s4({a, _}) -> 2;
s4({a, 2}) -> 3;
s4({a, X}) when X > 3 -> 4.
s5(1) -> a;
s5(1) -> b;
s5(1) -> c;
s5(2) -> d;
s5(2) -> e.
s6(1, _) -> a;
s6(1, 2) -> b;
s6(_, 2) -> c;
s6(1, 2) -> d.
s7(_, 1) -> a;
s7(2, 1) -> b.
s8(_, 1) -> a;
s8(_, 2) -> b;
s8(2, 1) -> c.
s9(a, 1) -> a;
s9(_, _) -> c;
s9(a, 1) -> b;
s9(_, 1) -> d.
s10({_}) -> a;
s10(X) when is_tuple(X) -> b;
s10({a}) -> c.
s11([]) -> a;
s11([_|_]) -> b;
s11(X) -> X;
s11([]) -> d.
s12(X) -> case X of {a, {b, _}} -> 1; {a, {b, c}} -> 2; {a, _} -> 3; {a, {d, _}} -> 4 end.
s13(X) -> case X of [] -> 1; [] -> 2 end.
s14(X) -> case X of {_} -> 1; {a} -> 2; {b} -> 3 end.
s15(X) -> case X of #{a := _} -> 1; #{a := 1} -> 2 end.
s16(X) -> case X of #{a := _} -> 1; #{a := _, b := 1} -> 2 end.
s17(X) -> case X of #{} -> 1; #{} -> 2 end.
s18(X) -> case X of <<A>> -> A; <<B>> -> B end.
s19(X) -> case X of <<A:8, _/binary>> -> A; <<B:8, _/binary>> -> B; <<C>> -> C end.
s20(X) -> case X of <<"ab", R/binary>> -> R; <<"ab", R/binary>> -> {R} end.
s21(X, Y) -> case {X, Y} of {a, _} -> 1; {a, b} -> 2; {_, _} -> 3; {_, c} -> 4 end.
s22(X, Y) -> case {X, Y} of {A, B} -> {A, B}; _ -> 2 end.
s23(X, Y) -> case {X, Y} of {A, A} -> {A, A}; _ -> 2; _ -> 3 end.
s24(X, Y) -> case X of Y -> 1; Y -> 2; _ -> 3 end.
s25(X) -> case X of [A] -> A; [B] -> B; [C, D] -> {C, D}; [C, C] -> {C} end.
s26(X) -> case X of "a" ++ T -> T; "a" ++ U -> U; "ab" -> c end.
s27(X) -> case X of 1 when true -> T = 1, T; 1 -> 2 end.
s28(X) -> case X of {ok, _} -> 1; {error, _} -> 2; {ok, b} -> 3; _ -> 4; {error, c} -> 5 end.
s29(X) -> case X of a -> 1; b -> 2; _ -> 3; c -> 4; d -> 5; _ -> 6 end.
s30(X) -> case X of a -> 1; Y when is_atom(Y) -> 2; a -> 3 end.
s31(X) -> case X of Y when is_atom(Y) -> 2; a -> 3; _ -> 4 end.
s32(X) -> receive {X, _} -> 1; {_, X} -> 2; {a, _} -> 3; {a, b} -> 5 end.
s33(X) -> receive {a, _} -> 1; {b, _} -> 2; _ -> 3; {c, _} -> 4; {a, X} -> 5 end.
s34(1.0) -> 1;
s34(1.0) -> 2.
s35("a") -> 1;
s35([$a]) -> 2.
s36($a) -> 1;
s36(97) -> 2.
s37({}) -> 1;
s37({}) -> 2;
s37([]) -> 1;
s37([]) -> 2.
s38(<<>>) -> 1;
s38(<<>>) -> 2.
s39(X, _) when X > 1 -> 1;
s39(X, Y) when Y > 1; X > 2 -> 2;
s39(_, _) -> 3;
s39(a, _) -> 3;
s39(b, _) -> 4.
s40(#{a := X}) -> X;
s40(#{b := X}) -> X;
s40(#{a := X}) -> X.
s41(100000000000000000000000) -> 1;
s41(100000000000000000000000) -> 2.
s42(X) -> try X catch throw:_ -> 1; throw:a -> 2; error:_ -> 3; error:b -> 4; _:_ -> 5; exit:e -> 6 end.
s43(X) -> try X catch _ -> 1; _ -> 2 end.
s44(X) -> try X catch _:_ -> 1; _:_ -> 2 end.
s45(X) -> try X catch _:_:_ -> 1; _:_ -> 2 end.
s46(X) -> try X of a -> 1; _ -> 2; b -> 3; c -> 4 catch _:_ -> 1 end.
s47(X, Y) -> try X + Y of a -> 1; 3 -> 3 catch _:_ -> 1 end.
s48(X) -> if X -> 1; true -> 2; true -> 3; X -> 4 end.
s49(X) -> if X > 1 -> 1; X > 1 -> 2; true -> 3 end.
s50() -> if true -> 1; true -> 2 end.
h1(X) -> case X of {_, 1} -> 1; {_, _} -> 2; {a, 2} -> 3 end.
h2(X) -> case X of {_, 1} -> 1; {_, _} -> 2; {_, 3} -> 3; {a, 2} -> 4 end.
h3(X) -> case X of {a, _} -> 1; {_, _} -> 2; {a, 2} -> 3; {b, 2} -> 4 end.
h4(X) -> case X of {a, 1} -> 1; {_, 2} -> 2; {a, 2} -> 3; {a, 1} -> 4; {_, 2} -> 5 end.
h5(X) -> case X of {a, 1} -> 1; {b, 2} -> 2; {a, 2} -> 3; {a, 1} -> 4; {b, 2} -> 5 end.
h6(X) -> case X of [1|_] -> 1; [2|_] -> 2; [_|_] -> 3; [1, 2] -> 4; [3] -> 5; [] -> 6; [_|a] -> 7 end.
h7(X) -> case X of {[], _} -> 1; {[_|_], _} -> 2; {[], a} -> 3; {[_], b} -> 4; {[a|_], c} -> 5 end.
h8(X) -> case X of <<1>> -> 1; <<2>> -> 2; <<1>> -> 3 end.
h9(X) -> case X of <<A, B/binary>> -> {A, B}; <<1, B/binary>> -> B end.
h10(X) -> case X of <<A:8>> -> A; <<A:16>> -> A; <<A:8>> -> A end.
h11(X) -> case X of <<A:8>> -> A; <<A:16>> -> A; <<A:16>> -> A end.
h12(X) -> case X of <<"abc">> -> 1; <<"abd">> -> 2; <<"abd">> -> 3; <<"abc">> -> 4 end.
h13(X) -> case X of <<>> -> 1; <<_/binary>> -> 2; <<>> -> 3 end.
h14(X) -> case X of <<_/binary>> -> 1; <<_/binary>> -> 2 end.
h15(X) -> case X of <<_/bitstring>> -> 1; <<_/binary>> -> 2 end.
h16(X) -> case X of <<>> -> 1; <<>> -> 2; <<_, _/binary>> -> 3; <<_:8, B/binary>> -> B end.
h17(X) -> case X of {a} -> 1; [a] -> 2; a -> 3; 1 -> 4; {a} -> 5; [a] -> 6; a -> 7; 1 -> 8; 1.0 -> 9; "a" -> 10 end.
h18(X) -> case X of #{a := 1} -> 1; #{a := 2} -> 2; #{a := 1} -> 3 end.
h19(X) -> case X of #{a := _, b := _} -> 1; #{b := _, a := _} -> 2 end.
h20(X) -> case X of #{a := 1} -> 1; a -> 2; #{a := 1} -> 3 end.
h21(X) -> case X of {1, a} -> 1; {1.0, a} -> 2; {1, a} -> 3; {2, a} -> 4; {1.0, a} -> 5 end.
h22(X, Y) -> case X of {Y, _} -> 1; {Y, 1} -> 2; {_, _} -> 3; {Y, _} -> 4 end.
h23(X) -> case X of {A, A, _} -> 1; {A, A, 2} -> 2; {_, _, _} -> 3; {_, _, 1} -> 4 end.
h24(X) -> case X of {_, a} -> 1; {_, b} -> 2; {c, a} -> 3; {_, a} -> 4; {_, b} -> 5 end.
h25(X) -> case X of [_] -> 1; [a] -> 2; [_, _] -> 3; [b, c] -> 4; [_|_] -> 5; [d, e, f] -> 6 end.
h26(X) -> case X of {_} when X > 1 -> 1; {_} -> 2; {a} when X > 2 -> 3 end.
h27(X) -> case X of {X1} when X1 == 1; true -> 1; {_} -> 2 end.
h28(X) -> case X of {_, {_, _}} -> 1; {a, {b, _}} -> 2; {a, {_, c}} -> 3; {a, b} -> 4 end.
h29(X) -> case X of {{_, _}, _} -> 1; {{a, b}, c} -> 2; {{_, b}, c} -> 3; {{a, _}, _} -> 4 end.
h30(1, a, _) -> 1; h30(1, _, b) -> 2; h30(1, a, b) -> 3; h30(1, _, _) -> 4; h30(1, c, d) -> 5; h30(_, _, _) -> 6.
h31(1, _, _) -> 1; h31(_, 1, _) -> 2; h31(1, 1, 1) -> 3; h31(_, 1, 2) -> 4.
h32(_, 1, _) -> 1; h32(_, 1, 2) -> 2; h32(_, _, 3) -> 3; h32(_, 1, 3) -> 4; h32(_, 2, 3) -> 5; h32(_, 2, 4) -> 6.
h33(a, X) when X > 1 -> 1; h33(a, _) -> 2; h33(b, _) -> 3; h33(a, 1) -> 4; h33(a, _) -> 5; h33(b, c) -> 6.
h34(X = {a, _}) -> X; h34({a, 1}) -> 2; h34({b, _} = Y) -> Y; h34({b, 1}) -> 3.
h35("") -> 1; h35("a") -> 2; h35("ab") -> 3; h35("a" ++ _) -> 4; h35("abc") -> 5; h35("b") -> 6; h35("a") -> 7.
h36({ok, X}, _) -> X; h36({error, _}, Y) -> Y; h36({ok, 1}, 2) -> 3; h36(_, 3) -> 4; h36({ok, _}, 3) -> 5; h36({error, a}, b) -> 6; h36(_, 3) -> 7.
h37(X) -> receive {a, _} -> 1; {_, b} -> 2; {a, b} -> 3; {c, b} -> 4; _ -> X end.
h38([], []) -> 1; h38([_|_], []) -> 2; h38([], [_|_]) -> 3; h38([_|_], [_|_]) -> 4; h38([], [a]) -> 5; h38([b], []) -> 6.
h39({}) -> 1; h39({_}) -> 2; h39({_, _}) -> 3; h39({a}) -> 4; h39({a, b}) -> 5; h39({}) -> 6.
h40(X) -> case X of a -> 1; a when X -> 2; a -> 3; b when true -> 4; b -> 5 end.
