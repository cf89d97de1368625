%% A crash of a spawned process is reported; the parent lives on.
-module(crash_report_badarith).
-export([main/0, divide/2]).

main() ->
    spawn(?MODULE, divide, [1, 0]),
    timer:sleep(500),
    io:format("still here~n"),
    ok.

divide(A, B) ->
    A div B.
