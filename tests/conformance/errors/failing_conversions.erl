-module(failing_conversions).
-compile(export_all).
-compile(nowarn_export_all).
a() -> binary_to_integer(<<"x">>).
b() -> binary_to_integer(<<"12">>).
c() -> binary_to_integer(<<"fx">>, 16).
d() -> binary_to_integer(<<"ff">>, 16).
e() -> binary_to_integer(<<"ff">>, 1).
f() -> binary_to_integer(<<>>).
g() -> binary_to_integer(<<"-1">>).
h() -> binary_to_integer(<<"+1">>).
i() -> binary_to_float(<<"1">>).
j() -> binary_to_float(<<"1.0">>).
k() -> binary_to_float(<<"1.0e5">>).
l() -> binary_to_float(<<"1.0e999">>).
m() -> binary_to_atom(<<255,254>>, utf8).
n() -> binary_to_atom(<<"a">>, foo).
o() -> atom_to_binary(a, foo).
p() -> integer_to_list(1, 99).
q() -> integer_to_binary(1, 1).
r() -> list_to_binary([256]).
s() -> list_to_binary([a]).
t() -> list_to_atom([a]).
u() -> list_to_tuple([a|b]).
v() -> binary_to_list(<<1,2>>, 3, 4).
w() -> list_to_float("1").
x() -> binary_to_existing_atom(<<"zzzzzz">>, utf8).
y() -> iolist_to_binary([256]).
z() -> iolist_size([a]).
a1() -> split_binary(<<1,2>>, 5).
a2() -> float_to_list(1.0, [{decimals,-1}]).
a3() -> list_to_pid("x").
a4() -> chr(1).
a5() -> abs(a), length(a), hd([]), tl([]), float(a), atom_to_list(1), element(3,{1}), size(a).
a6() -> tuple_to_list([]), setelement(3,{1},2), round(a), list_to_integer("a"), list_to_integer("a",16).
a7() -> binary_to_term(<<>>), list_to_existing_atom([a]).
a8() -> 1+a, 1/0, 1 div 0, not 1, 1 and true, -a, 1 bsl a, [1]++a, a--[1].
a9() -> atom_to_binary(1), atom_to_binary("a", utf8), integer_to_list(a), integer_to_binary(a), float_to_list(a).
chr(_) -> 1.
