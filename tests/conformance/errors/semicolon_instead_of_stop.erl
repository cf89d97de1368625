-module(semicolon_instead_of_stop).
-export([f/1, g/1]).

f(1) -> one;

g(1) -> one.
