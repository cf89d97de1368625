%% What sys:trace prints.
-module(st_sys_trace).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    ok = sys:trace(Pid, true),
    {a, 1} = gen_statem:call(Pid, get),
    gen_statem:cast(Pid, hello),
    Pid ! {some, "info"},
    do(Pid, {next_state, b, 2, [{state_timeout, 5, x}]}),
    do(Pid, {keep_state_and_data, [postpone]}),
    do(Pid, {next_state, c, 2, [postpone]}),
    do(Pid, repeat_state_and_data),
    ok = sys:trace(Pid, false),
    Pid ! unseen,
    gen_statem:stop(Pid).
