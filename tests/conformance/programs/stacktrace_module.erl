-module(stacktrace_module).
-export([main/0, outer/1, inner/1, boom/1]).

main() ->
    try
        outer(1)
    catch
        Class:Reason:Stack ->
            io:format("~p ~p~n", [Class, Reason]),
            [io:format("~p~n", [Frame]) || {?MODULE, _, _, _} = Frame <- Stack],
            ok
    end.

outer(N) ->
    R = inner(N + 1),
    {R}.

inner(N) ->
    X = boom(N),
    X + 1.

boom(N) when N > 100 ->
    N.
