%% A crash with events queued and postponed, and timeouts running.
-module(st_crash_queue).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, data}),
    sys:suspend(Pid),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [postpone, {{timeout, slow}, 5000, s}, {state_timeout, 6000, t}]}}),
    Pid ! {do, {keep_state_and_data, [postpone]}},
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{next_event, internal, {do, {stop, enough}}}, {next_event, cast, queued}, {next_event, info, {also, queued}}]}}),
    gen_statem:cast(Pid, in_the_mailbox),
    sys:resume(Pid),
    timer:sleep(300),
    is_process_alive(Pid).
