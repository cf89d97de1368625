%% Entering a state cannot lead to another.
-module(st_enter_bad_next_state).
-behaviour(gen_statem).
-include("st_entering.hrl").

main() ->
    {ok, Pid} = start({ok, a, #{}}),
    do(Pid, {next_state, b, #{enter => fun(_) -> {next_state, c, #{}} end}}),
    timer:sleep(300),
    is_process_alive(Pid).
