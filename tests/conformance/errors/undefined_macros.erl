-module(undefined_macros).
-export([f/0, g/0]).
-define(ONE, 1).
-define(ADD(A, B), A + B).

f() -> ?ONE + ?TWO.

g() -> ?ADD(1).
