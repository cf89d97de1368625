%% Timeouts of each kind are cancelled, by cancel and by infinity; cancelling none is allowed.
-module(st_timeout_cancel).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}),
    Set = [{state_timeout, 20, s}, {{timeout, g}, 20, g}, {{timeout, h}, 20, h}],
    gen_statem:cast(Pid, {do, {keep_state_and_data, Set}}),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{state_timeout, cancel}, {{timeout, g}, infinity, x}, {{timeout, none}, cancel}, {timeout, cancel}]}}),
    timer:sleep(300),
    do(Pid, {keep_state_and_data, [{timeout, 10, e}, {timeout, cancel}]}),
    do(Pid, {keep_state_and_data, [{{timeout, z}, 0, z}, {next_event, internal, {do, {keep_state_and_data, {{timeout, z}, cancel}}}}]}),
    ok.
