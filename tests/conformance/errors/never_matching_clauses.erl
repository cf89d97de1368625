-module(never_matching_clauses).
-export([f/1, g/1]).

f(_) -> any;
f(1) -> one.

g(X) ->
    case X of
        Y -> Y;
        2 -> two
    end.
