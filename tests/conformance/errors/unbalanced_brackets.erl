-module(unbalanced_brackets).
-export([f/0, g/0, h/0]).

f() -> [1, 2, 3.

g() -> {a, b.

h() -> foo(1, 2.
