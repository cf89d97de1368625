-module(tx).
-export([f/1,g/0,h/2,big/1,rec/1]).
f(X) -> X * 2.
g() -> exit(bad).
h(A,B) -> A ++ B.
big(X) -> lists:duplicate(X,{some_long_atom_here,"a string",1.5}).
rec(0) -> 0; rec(N) -> 1 + rec(N-1).
