-module(two_syntax_errors).
-export([f/0, g/0, h/0]).

f() -> 1 + .

g() -> ok.

h() -> {1, 2.
