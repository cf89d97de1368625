-module(pt_ok).
-export([parse_transform/2]).
parse_transform(Forms, _Opts) -> [walk(F) || F <- Forms].
walk({atom, A, old}) -> {atom, A, new};
walk(T) when is_tuple(T) -> list_to_tuple([walk(X) || X <- tuple_to_list(T)]);
walk([H|T]) -> [walk(H)|walk(T)];
walk(X) -> X.
