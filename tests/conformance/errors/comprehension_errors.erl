-module(comprehension_errors).
-export([f/0, g/1]).

f() -> [X || Y <- [1, 2]].

g(L) -> [X | X <- L].
