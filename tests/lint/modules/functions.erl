-module(functions).
-export([f/0, nope/1, f/0, g/2]).
-export([g/2, dup/0]).
-import(lists, [map/2, reverse/1, nth/2]).
-import(lists, [map/2]).
-import(maps, [map/2, get/2]).
-import(other, [dup/0]).
f() -> undefined(1, 2), unused(), map(fun(X) -> X end, []).
unused() -> ok.
never() -> never2().
never2() -> never().
self_call() -> self_call().
g(A, B) -> fun undefined_fun/3, fun g/2, fun reverse/1, fun length/1, fun spawn/77.
g(C, D) -> ok.
other() -> ok.
g(E, F) -> ok.
dup() -> ok.
reverse(L) -> L.
length(L) -> L.
h(L) -> length(L), fun length/1.
self() -> a.
i() -> self().
'_unused'() -> ok.
'$x'() -> ok.
