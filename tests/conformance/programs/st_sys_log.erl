%% sys:log and statistics of a machine.
-module(st_sys_log).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}, [{debug, [log, statistics]}]),
    gen_statem:cast(Pid, hello),
    {a, 1} = gen_statem:call(Pid, get),
    do(Pid, {next_state, b, 2, [{state_timeout, 5000, x}, {next_event, internal, y}]}),
    {ok, Log} = sys:log(Pid, get),
    ok = sys:log(Pid, print),
    {ok, Statistics} = sys:statistics(Pid, get),
    {[element(1, Event) || Event <- Log], [proplists:get_value(K, Statistics) || K <- [messages_in, messages_out]]}.
