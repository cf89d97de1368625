%% The report of a function_clause shows the arguments.
-module(crash_report_function_clause).
-export([main/0, loop/1]).

main() ->
    Pid = spawn(?MODULE, loop, [0]),
    Pid ! {add, 5},
    Pid ! {set, banana},
    Pid ! {add, 1},
    timer:sleep(500),
    is_process_alive(Pid).

loop(N) when is_integer(N) ->
    receive
        {add, M} -> loop(N + M);
        {set, M} -> loop(M)
    end.
