-module(unsafe_variables).
-export([f/1, g/1, h/1]).

f(A) ->
    case A of
        1 -> B = 1;
        2 -> C = 2
    end,
    {B, C}.

g(A) ->
    if A > 1 -> X = 1; true -> ok end,
    X.

h(A) ->
    try X = A of _ -> X catch _:_ -> X end.
