%% Makes minus of plus.
-module(a_transform).
-export([parse_transform/2]).
parse_transform(Forms, _Options) ->
    [swap(F) || F <- Forms].
swap({function, L, N, A, Cs}) -> {function, L, N, A, [expr(C) || C <- Cs]};
swap(F) -> F.
expr({op, L, '+', A, B}) -> {op, L, '-', expr(A), expr(B)};
expr(T) when is_tuple(T) -> list_to_tuple([expr(E) || E <- tuple_to_list(T)]);
expr(L) when is_list(L) -> [expr(E) || E <- L];
expr(X) -> X.
