%% Receive, exceptions, and what is live at their safepoints.
-module(control).
-export([server/1, guarded/1, cleanup/1, later/2, closure/2, comprehension/2]).

server(State) ->
    receive
        {get, From} ->
            From ! State,
            server(State);
        {set, New} ->
            server(New);
        stop ->
            ok
    after 1000 ->
        timeout
    end.

guarded(X) ->
    try risky(X) of
        {ok, Y} -> Y
    catch
        error:Reason:Trace -> {X, Reason, Trace}
    end.

cleanup(X) ->
    try
        risky(X)
    after
        later(X, 1)
    end.

risky(X) -> X.

%% Nothing but the sum is live in the second call: A and B are done.
later(A, B) ->
    Sum = risky(A) + B,
    risky(ignored),
    {Sum, risky(Sum)}.

closure(A, B) -> fun(X) -> {A, B, X} end.

comprehension(L, N) -> [X + N || X <- L, X > N].
