-type a() :: <<>>.
-type a() :: <<_:1>> | <<>>.
-foo(a,{b::c}).
-record a::b.
-record(a::b).
-foo(a,{b::c},d).
-export(A/b).
-export([A/b]).
-export([a/1,c+1]).
-export([a/1,X|Y]).
-record(r,{a}+1).
-record(r,{a::b}+1).
-type a() :: b, c.
-type (a() :: b) c.
-foo (a) + 1.
-foo(a)+1.
-import(m,[a/1|b]).
-import(M,[a/1]).
-import("a",[]).
-module(a,X).
-module(a,[X|Y]).
-module(a,[],c).
-export().
-export_type([a]).
-export_type([a/1],b).
-compile([a],b).
-record(r,{a,b::c,1+2}).
-record(r,{a=f(x)=y}).
f() -> 1; f(X) -> x y.
f() -> 1; g(X) -> x y.
-opaque a::b.
-type a(X::y) :: b.
-spec f(A) -> b when A::c; (B) -> d when B :: e, is_subtype(B,f).
-spec f() -> b when is_subtype(X,a,b).
-callback(f(a)->b).
-callback((f(a)->b)).
-spec (f(a)) -> b.
-type a() :: fun((a,...) -> b).
-type a() :: #r{a::b,}.
-type a() :: 'fun'().
-type a() :: X.
-type a() :: _.
-type a() :: <<_:8,_:_*8>>|a.
-type a() :: 1 bsl 2 .. 3 + 4.
-type a() :: a div b.
-type a() :: -a.
-type a() :: a / b.
-type a() :: a or b.
-type a() :: a ++ b.
-type a() :: a == b.
-type a() :: a andalso b.
-type a() :: 1 | (2 | 3).
-type a() :: (X :: b) | c.
-type a() :: [X :: a].
-type a() :: {X :: a, Y}.
-type a() :: #{X :: a => Y :: b}.
-type a() :: a(X :: b).
-type a() :: <<_:1|2>>.
-type a() :: <<_:(1)>>.
-type a() :: <<_:1+2>>.
-type a() :: <<_:_*1+2>>.
-type a() :: <<_:_*(1+2)>>.
-type a() :: <<_:1*2>>.
f() -> 1; g(X) -> 1.
f() -> 1; g(X) -> .
f() -> x y; g() -> 1.
f() -> 1; g.
f() -> 1; g 1.
f() -> 1; g() -> 1; f() -> x y.
f() -> 1; f() -> 1; g() -> x y.
f() -> fun() -> 1; (X) -> 2 3 end.
f() -> fun() -> 1; (X) 3 -> 2 3 end.
f() -> 1; g(X) x -> 1.
f() -> 1; g(X) when x -> 1 2.
f() -> fun F() -> 1; g.
f() -> fun() -> 1; F() -> 2 end.
f() -> fun() -> 1; (X) -> 2; x end.
f() -> 1; g(X) -> 1; .
f() -> 1; g(X) -> 2, 3.
