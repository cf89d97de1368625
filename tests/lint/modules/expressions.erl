-module(expressions).
-compile([export_all, nowarn_export_all]).
-record(r, {a, b = 1, c}).
p1(1 + X) -> X.
p2(X + 1) -> X.
p3(a + 1) -> ok.
p4("abc" ++ T) -> T.
p5([$a, $b] ++ T) -> T.
p6(X ++ "abc") -> X.
p7({f(), X}) -> X.
p8(X) -> case X of f() -> ok; X + 1 -> ok; fun() -> 1 end -> ok; (a orelse b) -> ok end.
p9(#{a => 1}) -> ok.
p10(#{a := X, X := Y}) -> Y.
p11(#{1 + 1 := X, [a] := _, {b} := _, #{} := _, "abc" := _, f() := _}) -> X.
p12(#r{a = X, _ = Z}) -> {X, Z}.
p12b(#r{d = Y}) -> Y.
p13(#s{a = X}) -> X.
p14(#r.a) -> ok.
p15(#r.z) -> ok.
p17(-1) -> ok.
p18(- a) -> ok.
p19(1.0 / 2) -> ok.
p20(1 div 0) -> ok.
p21(1 bsl 100) -> ok.
p22(X = Y = {Z, _}) -> {X, Y, Z}.
p23({begin X end}) -> X.
p24(X) -> (catch X) = 1, if X -> ok end = 1, [Y || Y <- X] = 1.
p25([X | f()]) -> X.
p26(<<X:(f())>>) -> X.
p27(<<X:8/foo>>) -> X.
p28(<<X/binary, Y/binary>>) -> {X, Y}.
p29(<<"abc":8, "abc"/utf8, "abc"/integer, "abc"/binary, "abc":8/binary>>) -> ok.
p30(<<X/utf8, Y:8/utf8, Z/utf8-unit:8>>) -> {X, Y, Z}.
p31(<<X:8/signed-unsigned>>, <<Y:8/integer-float>>, <<Z/unit:8>>, <<W:8/binary-unit:8>>) -> {X, Y, Z, W}.
p32(<<X:7/float, Y:64/float, Z:16/float, W:3/float-unit:8>>) -> {X, Y, Z, W}.
p33(<<X:a>>, <<Y:"a">>, <<Z:1.0>>, <<W:(-1)>>, <<V:(1 + 2)>>) -> {X, Y, Z, W, V}.
p34(<<X:8/little-big-native-signed>>) -> X.
p35(<<X:8/unit:257>>, <<Y:8/unit:0>>, <<Z:8/binary-unit:256>>) -> {X, Y, Z}.
p36(<<{a}>>, <<[b]>>, <<(X = 1)>>) -> X.
p37(<<1.0, 1, -1, a, "x">>) -> ok.
p38({?MODULE:f(), a:b}) -> ok.
e1() -> #{a := 1}.
e2(X) -> X#{a := 1, b => 2}.
e3() -> #r{a = 1, a = 2, d = 3, _ = 4}.
e4(_) -> (f())#r{a = 1, _ = 2}.
e5(X) -> X#r{d = 1}.
e6(X) -> X#r.d.
e7(X) -> X#s.d.
e8() -> #s{}.
e9() -> #s.a.
e10() -> #r.d.
e11() -> #r{A = 1}.
e12(X) -> X#r{A = 1}.
e13() -> #r{_ = 1, a = 2, b = 3, c = 4}.
e14() -> record_info(fields, r), record_info(size, r), record_info(fields, s), record_info(foo, r), record_info(fields, X).
e15() -> a:b.
e16() -> (a:b):c().
e17() -> 1(), "a"(), {a}(), 1.0().
e19(X) -> X:foo(), X:Y(), foo:X(), (foo()):bar(), 1:foo(), foo:1().
e20() -> <<X:8>>, <<1:(f())>>, <<1:8/foo>>, <<(f()):8>>, <<"abc":a>>, <<a>>, <<1:(f() + 1)>>.
e21() -> fun(X) -> X end(1), fun f/0, fun foo:bar/1, fun X:Y/Z.
e22(X) -> is_record(X, r), is_record(X, s), is_record(X, r, 3), is_record(X, Y), is_record(X, "a").
e23(X) -> X ! 1, - X, not X, bnot X, + X.
f() -> ok.
