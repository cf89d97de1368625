-module(arguments_swapped).
-export([main/0]).

%% A builtin whose arguments stand in each other's registers, while a third one holds what is needed afterwards.
main() ->
    {first({1, 2}, 2, kept), (second(2, #{2 => yes}))({1, 2}), third(1, {a, b}, kept, too)}.

first(Tuple, Index, Kept) -> three(same(element(Index, Tuple)), Kept, []).

second(Index, Map) -> fun(Tuple) -> maps:get(same(element(Index, Tuple)), Map, []) end.

third(Index, Tuple, Kept, Too) -> three(same(setelement(Index, Tuple, Kept)), Too, Kept).

same(X) -> X.

three(A, B, C) -> {A, B, C}.
