-module(literals_as_records).
-export([a/0,b/0,c/0,d/0,e/0,f/0,g/0,k/1,l/1,n/0,o/1,q/1]).
-record(sq, {a}).
a() -> (1)#sq{a=1}.
b() -> (1.0)#sq.a.
c() -> $a #sq{a=1}.
d() -> (fun a/0)#sq{}.
e() -> [X || X <- [1]]#sq{}.
f() -> (#{})#sq.a.
g() -> << <<X>> || X <- [1]>>#sq{}.
k(X) -> (#{a => X})#sq{}.
l(X) -> (X#{a => X})#sq{}.
n() -> (foo)#sq{a = foo#sq.a}.
o(X) -> X ! foo#sq{}.
q(X) -> (fun F() -> F() end)#sq.a, (-1)#sq{}, (-X)#sq{}.
