%% Calls and operators on literals that fail.
-module(suspect_failing).
-compile(export_all).
-compile(nowarn_export_all).
a1() -> 1 + a.
a2() -> 1 / 0.
a3() -> 1 div 0.
a4() -> a + b.
a5(X) -> X + a.
a6(X) -> a + X.
a7(X) -> {X} + 1.
a8(X) -> [X] * 2.
a9() -> atom_to_list(1).
a10(X) -> atom_to_list({X}).
a11() -> hd([]).
a12() -> tl([]).
a13() -> hd(a).
a14() -> element(0, {a}).
a15() -> element(2, {a}).
a16(X) -> element(2, {X}).
a17() -> element(a, {a}).
a18(X) -> element(1, [X]).
a19() -> length(a).
a20(X) -> length({X}).
a21() -> length([a|b]).
a22() -> list_to_integer("abc").
a23() -> not 1.
a24() -> a and true.
a25(X) -> 1 and X.
a26(X) -> X and 1.
a27() -> 1 andalso true.
a28(X) -> X andalso 1.
a29(X) -> {X} andalso ok.
a30() -> - a.
a31() -> bnot 1.5.
a32() -> 1 bsl a.
a33() -> 1.5 rem 2.
a34() -> [a] ++ b.
a35() -> a ++ [b].
a36(X) -> a ++ X.
a37(X) -> X ++ a.
a38() -> a -- [b].
a39(X) -> X -- a.
a40() -> tuple_size([]).
a41(X) -> tuple_size([X]).
a42() -> byte_size(a).
a43() -> map_size(a).
a44() -> maps:get(a, #{}).
a45() -> maps:get(a, b).
a46() -> (a)#{b => 1}.
a47() -> [1]#{b => 1}.
a48() -> #{a => 1}#{b := 2}.
a49() -> <<a>>.
a50() -> <<"abc"/integer>>.
a51() -> <<1:a>>.
a52() -> <<a/binary>>.
a53() -> <<1/binary>>.
a54() -> <<{a}>>.
a55() -> <<1.5>>.
a56() -> <<a/float>>.
a57() -> <<1:(-1)>>.
a58() -> list_to_atom(a).
a59() -> integer_to_list(a).
a60() -> abs(a).
a61() -> round(a).
a62() -> float(a).
a63() -> list_to_tuple(a).
a64() -> tuple_to_list(a).
a65() -> lists:reverse(a).
a66() -> lists:map(a, b).
a67() -> lists:append(a, b).
a68() -> math:sqrt(a).
a69() -> math:sqrt(-1).
a70() -> setelement(2, {a}, b).
a71() -> binary_to_list(a).
a72() -> is_function(a, b).
a74() -> error(badarg).
a76() -> a:b().
a77() -> 1().
a78() -> (1)(2).
a79() -> {a}(1).
a80() -> apply(a, b).
a81() -> apply(a, b, c).
a82() -> spawn(a).
a83() -> 1:foo().
a84(X) -> X:1().
a85() -> self() + 1.
a86() -> {a} > [].
a87() -> min(a, 1).
a89() -> hd("abc").
a90() -> tl("a").
a91() -> size(a).
a92() -> list_to_integer(5).
a93() -> list_to_binary(a).
a94() -> element(1, a).
a95() -> fun(X) -> X end(1, 2).
a96() -> F = fun(X) -> X end, F(1, 2).
a97() -> F = a, F(1).
a98() -> F = {a}, F().
a99() -> X = a, X + 1.
a100() -> X = [], hd(X).
a101() -> X = {a, b}, element(3, X).
a102() -> binary_part(<<"a">>, 2, 1).
a103() -> list_to_existing_atom("fjskl_sdjkflsdjf").
a104() -> trunc("a").
a105() -> a < 1.
a106() -> 1 = 2.
a107() -> {a, _} = {b, 1}.
a108() -> [] = [a].
a109(X) -> {a, X} = [1, 2].
a110(X) -> [_|_] = {X}.
a111() -> ok = error.
a112() -> {ok, X} = error, X.
a113() -> "abc" = "abd".
a114() -> #{a := 1} = a.
a115() -> #{a := 1} = #{}.
a116() -> <<1>> = a.
a117() -> <<1>> = <<2>>.
a118() -> 1.0 = 1.
a119() -> X = 1, X = 2.
a120(X) -> X = {X}.
