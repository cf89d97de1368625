%% sys:log and statistics of a manager.
-module(ge_sys_log).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    {ok, Pid} = gen_event:start([{debug, [{log, 3}, statistics]}]),
    ok = gen_event:add_handler(Pid, ?MODULE, a),
    [notify(Pid, N) || N <- [1, 2, 3]],
    {ok, Log} = sys:log(Pid, get),
    ok = sys:log(Pid, print),
    {ok, Statistics} = sys:statistics(Pid, get),
    {Log, [proplists:get_value(K, Statistics) || K <- [messages_in, messages_out]]}.
