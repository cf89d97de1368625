%% The stack of the report names each function that still has something to do.
-module(crash_report_deep).
-export([main/0, start/1, total/1, double/1]).

main() ->
    spawn(?MODULE, start, [[3, 2, x]]),
    timer:sleep(500),
    ok.

start(List) ->
    Result = total(List),
    io:format("~p~n", [Result]).

total([]) ->
    0;
total([H | T]) ->
    double(H) + total(T).

double(N) ->
    N * 2.
