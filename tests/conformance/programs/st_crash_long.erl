%% A report with long terms.
-module(st_crash_long).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, {state, lists:seq(1, 30)}, #{key => lists:seq(1, 40), text => "some text that is not short"}}),
    do(Pid, {stop, {a_long_reason, lists:seq(1, 40), <<"binary">>}}),
    timer:sleep(300),
    is_process_alive(Pid).
