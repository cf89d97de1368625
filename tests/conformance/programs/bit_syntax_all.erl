%% Binaries and bit strings: built, matched, in comprehensions, and what fails.
-module(bit_syntax_all).
-compile(export_all).
-compile(nowarn_export_all).
% bit syntax
t01() -> <<1, 2, 3:16, 4.0/float, "abc", "é"/utf8, (<<"x">>)/binary>>.
t02() -> <<A:4, B:4>> = <<16#AB>>, {A, B}.
t03() -> <<A:16/little, B/binary>> = <<1, 2, 3>>, {A, B}.
t04() -> <<A:16/signed, _/binary>> = <<255, 254, 3>>, A.
t05() -> <<A/utf8, B/utf8, C/binary>> = <<"åäö"/utf8>>, {A, B, C}.
t06() -> <<N, S:N/binary, R/binary>> = <<3, "abcdef">>, {N, S, R}.
t07() -> <<1:1, 0:1, 1:1>>.
t08() -> <<(<<1:3>>)/bitstring, 5:5>>.
t09() -> [X || <<X:4>> <= <<16#1234:16>>].
t10() -> << <<(X * 2)>> || <<X>> <= <<1, 2, 3>> >>.
t11() -> << <<X:3>> || X <- [1, 2, 3] >>.
t12() -> <<X:12, Y/bitstring>> = <<1, 2, 3>>, {X, Y}.
t13() -> <<_:3/binary>> = <<1, 2>>.
t14() -> X = 5, <<X:X>>.
t15() -> <<(-1):8>>.
t16() -> <<300:8, -1:16, 1.5:32/float>>.
t17() -> X = a, <<X>>.
t18() -> X = 1.5, <<X/integer>>.
t19() -> X = <<1:3>>, <<X/binary>>.
t20() -> X = 16#110000, <<X/utf8>>.
t21() -> X = 16#D800, <<X/utf16>>.
t22() -> <<16#10FFFF/utf16, 16#10FFFF/utf32, $a/utf16-little>>.
t23() -> <<X/float>> = <<1.5/float>>, X.
t24() -> <<X:32/float-little>> = <<1.5:32/float-little>>, X.
t25() -> case <<127, 240, 0, 0, 0, 0, 0, 0>> of <<X/float>> -> X; _ -> nan end.
t26() -> F = fun(<<A, B, R/binary>>) -> {A, B, R}; (_) -> no end, [F(<<1>>), F(<<1, 2>>), F(<<1, 2, 3>>), F([])].
t27() -> <<X:2/unit:8, Y/binary-unit:8>> = <<1, 2, 3, 4>>, {X, Y}.
t28() -> <<X:1/binary-unit:16, Y/binary>> = <<1, 2, 3, 4>>, {X, Y}.
t29() -> <<_:4, X:8, _:4>> = <<1, 2>>, X.
t30() -> X = <<"abc">>, <<"a", Rest/binary>> = X, Rest.
t31() -> <<"ab", X, _/bits>> = <<"abcd">>, X.
t32() -> <<A:100>> = <<(1 bsl 99):100>>, A.
t33() -> bit_size(<<1:7>>) + byte_size(<<1:7>>).
t34() -> [<<1:1>>, <<1, 2:3>>, <<>>, <<"abc", 1:1>>].
t35() -> <<A:8, (A):8>> = <<1, 1>>.
t36() -> A = 2, <<A, 1>> = <<1, 1>>.
t37() -> <<X:(1 + 2), _/bits>> = <<255>>, X.
t38() -> <<N:8, X:(N * 2), _/bits>> = <<4, 200, 1>>, X.
t39() -> [{X, Y} || <<X, Y>> <= <<1, 2, 3, 4, 5>>].
t40() -> [X || <<X:2/binary, 0>> <= <<"ab", 0, "cd", 1, "ef", 0>>].
t41() -> [X || <<1, X>> <= <<1, 2, 2, 3, 1, 4>>].
t42() -> << <<(byte_size(X)), X/binary>> || X <- [<<"a">>, <<"bc">>] >>.
t43() -> << <<X/utf8>> || X <- "hé€" >>.
t44() -> [X || <<X/utf8>> <= <<"hé€"/utf8>>].
t45() -> [X || <<X>> <= [1]].
t46() -> [X || X <- <<1>>].
t48() -> << <<X>> || X <- [1, a] >>.
t49() -> [X || <<X:5>> <= <<1, 2, 3>>].
t50() -> <<"abc":16>>.
t51() -> <<"abc"/little-integer, "ab":16/little>>.
t52() -> case <<1, 2, 3>> of <<"a", _/binary>> -> a; <<1, X/binary>> when byte_size(X) > 5 -> b; <<_, X:2/bytes>> -> X end.
t53() -> <<1.0e10:64/float-signed-native>> =:= <<1.0e10:64/float-native>>.
t54() -> <<X:64/signed>> = <<-5:64>>, X.
t55() -> <<X:16/signed-little>> = <<-5:16/little>>, X.
t56() -> X = -5, <<X:3/unsigned>>.
t57() -> <<(1 bsl 70 + 3):5>>.
t58() -> <<1:0, 2>>.
t59() -> N = 0, <<X:N, Y>> = <<7>>, {X, Y}.
t60() -> N = -1, <<1:N>>.
t61() -> N = -1, <<_:N, _/binary>> = <<1>>.
t62() -> N = a, <<_:N/binary, _/binary>> = <<1>>.
t63() -> <<A:1/binary, B:1/bytes, C:4/bits, D/bits>> = <<1, 2, 3>>, {A, B, C, D}.
t64() -> size(<<1:9>>).
t65() -> binary_to_list(<<1, 2, 3>>, 2, 3).
t66() -> {<<"a", "b">>, <<"a" "b">>, <<$a, $b>>, <<97, "b">>}.
t67() -> <<"\x{e9}\n\t\"">>.
t68() -> <<"日本"/utf16>>.
t69() -> <<"日本">>.
t70() -> is_binary(<<1:7>>) or is_bitstring(<<1:7>>).
t71() -> <<2:2, X:6/bits>> = <<16#81>>, X.
t72() -> <<3.0:64>>.
t73() -> X = 3, <<X:64/float>>.
t74() -> X = 1.0e308, <<X:32/float>>.
t75() -> X = 1 bsl 2000, <<X/float>>.
t76() -> <<1.5:16/float>>.
t77() -> <<X:16/float>> = <<1.5:16/float>>, X.
main() ->
    Fs = lists:sort([F || {F, 0} <- ?MODULE:module_info(exports), lists:prefix("t", atom_to_list(F))]),
    lists:foreach(fun(F) ->
        R = try {value, ?MODULE:F()} catch C:E:St -> {C, E, [case T of {M, N, A, I} when M =:= ?MODULE -> {N, A, proplists:get_value(line, I)}; {M, N, A, _} when is_list(A) -> {M, N, A}; {M, N, A, _} -> {M, N, A} end || T <- lists:sublist(St, 3)]} end,
        io:format("~s: ~0tp~n", [F, R]) end, Fs),
    done.
