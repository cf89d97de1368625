-module(g).
-define(Q(A, B), {B}).
f() -> ?Q(((), 1).
f() -> ?Q(a, if b).
f() -> ?Q([a, b}, c).
f() -> ?Q(a end, b).
f() -> ?Q(), ?Q(,).
f() -> ?Q(a b, fun x).
f() -> ?Q(fun, b).
f() -> ?Q(a).
-define(Z(), z).
f() -> ?Z(a).
f() -> ?Z( ).
f() -> ?Z.
f() -> ?NOPE(a,b), ?NOPE(.
f() -> ?NOPE((.
-define(Y
-define(YY, 1).
f() -> ?YY.
-endif
