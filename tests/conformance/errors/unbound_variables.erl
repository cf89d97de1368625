-module(unbound_variables).
-export([f/1, g/1, h/0]).

f(X) -> X + Y.

g(A) ->
    case A of
        1 -> B = 1;
        2 -> ok
    end,
    B.

h() ->
    F = fun(Z) -> Z end,
    F(1),
    Z.
