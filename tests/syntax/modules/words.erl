-module(e1).
-export([f/0]).
-define(X, foo bar).
-define(Y(A,B), A + B + 1).
-define(Z, "abc" ++
   [1,2 3]).
f() -> ?X.
g() -> ?Y(1,
   2 3).
h() -> ?Z.
i() -> "abc
def" x.
j() -> "abc" 'λ'.
k( -> 1.
l() -> 16#, foo. m() -> 1.
n() -> "unterm. o() -> x
.
