-module(missing_end).
-export([f/1, g/0]).

f(X) ->
    case X of
        1 -> one;
        2 -> two.

g() -> ok.
