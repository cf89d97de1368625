%% erlang:raise/3 keeps the class, the reason and the stack it is given.
-module(rethrow).
-export([main/0, fail/1, get_it/1]).

main() ->
    try
        try fail(1) catch C:R:S -> erlang:raise(C, {wrapped, R}, S) end
    catch
        Class:Reason:Stack -> {Class, Reason, [{F, A} || {?MODULE, F, A, _} <- Stack]}
    end.

fail(N) ->
    L = get_it(N),
    length(L) + 1.

get_it(N) when N < 3 -> error(original);
get_it(N) -> [N].
