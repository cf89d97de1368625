-module(unterminated_string).
-export([f/0, g/0]).

f() -> "no end.

g() -> ok.
