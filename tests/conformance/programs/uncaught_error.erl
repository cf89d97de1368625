%% What the shell shows of an error inside a module.
-module(uncaught_error).
-export([main/0, compute/1, helper/1]).

main() ->
    X = compute(5),
    io:format("never printed ~p~n", [X]).

compute(N) ->
    1 + helper(N).

helper(N) ->
    N / (N - 5).
