-module(guards).
-compile([export_all, nowarn_export_all]).
-record(r, {a, b}).
g1(X) when f(X) -> ok.
g2(X) when lists:member(X, []) -> ok.
g3(X) when X = 1 -> ok.
g4(X) when is_atom(X), X == 1; length(X) > 2 -> ok.
g5(X) when fun() -> true end -> X.
g6(X) when case X of a -> true end -> ok.
g7(X) when [Y || Y <- X] == [] -> ok.
g8(X) when X ! 1 -> ok.
g9(X) when X ++ [1] == [1] -> ok.
g10(X) when catch X -> ok.
g11(X) when begin X end -> ok.
g12(X) when erlang:is_atom(X), erlang:foo(X), erlang:length(X) -> ok.
g13(X) when X:foo() -> ok.
g14(X) when X#r.a == 1, #r.b == 2, #r{a = 1} == X, X#r.z, X#s.a, #s{} == X -> ok.
g15(X) when is_record(X, r), is_record(X, s), record(X, r), is_record(X, r, 3), record(X, s) -> ok.
g16(X) when atom(X), list(X), integer(X), tuple(X), float(X), binary(X), function(X), pid(X), port(X), reference(X), number(X), constant(X) -> ok.
g17(X) when #{a => 1} == X, #{a := 1} == X, X#{a := 2} == X, X#{a => f()} == X -> ok.
g18(X) when <<X:8>> == X, <<X:(f())>> == X -> ok.
g19(X) when {X, [1, 2 | X], "abc", $a, 1.0} == X -> ok.
g20(X) when self() == X, node() == X, now() == X, put(a, b), get(), date() -> ok.
g21(X) when X andalso not X orelse X, X and X or X xor X -> ok.
g22(X) when - X > + 1, bnot X, X div 2, X rem 2, X bsl 1 -> ok.
g23(X) when is_function(X), is_function(X, 1), is_map_key(a, X), map_get(a, X), tuple_size(X), binary_part(X, 1, 2) -> ok.
g24(X) when apply(X, []), element(1, X), setelement(1, X, a) -> ok.
g25(X) when X; Y -> ok.
g26(X) when X(1) -> ok.
g27(X) when (X) -> ok.
g28(X) when fun f/1 -> X.
g29(X) when is_atom(), is_atom(X, X) -> ok.
g30(X) -> if f(X) -> ok; atom(X) -> ok; X -> ok end.
g31(X) -> case X of _ when f(X) -> ok end.
g32(X) when abs(X), min(X, 1), max(X, 1), ceil(X), floor(X), round(X), trunc(X), hd(X), tl(X), size(X), bit_size(X), byte_size(X), map_size(X), node(X), error(X) -> ok.
g33(X) when erlang:'+'(X, 1), erlang:'and'(X, X), erlang:atom(X), erlang:'!'(X, 1) -> ok.
f(_) -> ok.
