-module(case_without_clauses).
-export([f/1, g/1]).

f(X) -> case X of end.

g(X) -> if end.
