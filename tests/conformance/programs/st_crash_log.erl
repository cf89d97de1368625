%% A crash of a machine whose events are logged.
-module(st_crash_log).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, data}, [{debug, [{log, 5}]}]),
    Pid ! one,
    do(Pid, {next_state, b, data, [{state_timeout, 5000, x}]}),
    do(Pid, {stop, logged}),
    timer:sleep(300),
    is_process_alive(Pid).
