-module(failing_conversions_more).
-export([a/0,b/0,c/0,d/0,e/0,f/0,g/0,h/0,i/0,j/0,k/0,l/0]).
a() -> list_to_pid("<0.1.0>").
b() -> list_to_pid("<0.1.0").
c() -> list_to_float("1.0e999").
d() -> list_to_atom([255,256,1114111]).
e() -> list_to_atom([16#d800]).
f() -> list_to_atom([["a"]]).
g() -> binary_to_list(<<1,2,3>>,2,3).
h() -> split_binary(<<1,2>>,2).
i() -> binary_to_atom(<<255>>,latin1).
j() -> binary_to_atom(<<255>>).
k() -> list_to_binary([1,[2|<<3>>]]).
l() -> list_to_float("+1.5").
