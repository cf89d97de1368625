%% A callback that returns nonsense.
-module(st_bad_return).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, data}),
    do(Pid, {next_stat, b, data}),
    timer:sleep(300),
    is_process_alive(Pid).
