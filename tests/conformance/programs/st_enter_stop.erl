%% Stopping while a state is entered.
-module(st_enter_stop).
-behaviour(gen_statem).
-include("st_entering.hrl").

main() ->
    {ok, Pid} = start({ok, a, #{}}),
    do(Pid, {next_state, b, #{enter => fun(_) -> {stop, normal, #{last => data}} end}}),
    {ok, Pid2} = start({ok, a, #{}}),
    Me = self(),
    do(Pid2, {next_state, b, #{enter => fun(_) -> {stop_and_reply, bad_end, [{reply, {Me, tag}, bye}], #{}} end}}),
    timer:sleep(300),
    receive M -> {M, is_process_alive(Pid), is_process_alive(Pid2)} after 100 -> none end.
