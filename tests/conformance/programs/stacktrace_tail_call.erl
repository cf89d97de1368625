%% A caller that has nothing left to do is not on the stack.
-module(stacktrace_tail_call).
-export([main/0, first/1, second/1, third/1]).

main() ->
    try first(7) catch _:_:Stack -> [{F, A} || {?MODULE, F, A, _} <- Stack] end.

first(N) -> second(N + 1).

second(N) -> {third(N)}.

third(N) when N < 10 -> fourth(N + 1);
third(N) -> N.

fourth(N) when N < 10 -> error(here);
fourth(N) -> N.
