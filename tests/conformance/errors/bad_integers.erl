-module(bad_integers).
-export([f/0, g/0, h/0]).

f() -> 37#1.

g() -> "\x{zz}".

h() -> $.
