-module(variables_scope).
-export([main/0]).

main() ->
    X = 1,
    F = fun(Y) -> X + Y end,
    Z = case X of 1 -> W = one, {W, F(10)}; _ -> W = other, W end,
    if X > 0 -> V = pos; true -> V = neg end,
    L = [Q || Q <- [5, 6], Q > X],
    {Z, W, V, L, X}.
