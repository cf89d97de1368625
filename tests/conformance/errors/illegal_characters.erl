-module(illegal_characters).
-export([f/0, g/0, h/0]).

f() -> 1 ` 2.

g() -> 2#12.

h() -> 1.e5.
