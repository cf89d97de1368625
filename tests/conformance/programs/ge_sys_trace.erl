%% What sys:trace prints of a manager.
-module(ge_sys_trace).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    ok = sys:trace(Pid, true),
    ok = gen_event:sync_notify(Pid, "event"),
    notify(Pid, {an, event}),
    Pid ! info,
    {reply, q, a} = gen_event:call(Pid, ?MODULE, q),
    {error, bad_module} = gen_event:call(Pid, {no, handler}, q),
    [?MODULE] = gen_event:which_handlers(Pid),
    ok = gen_event:add_handler(Pid, {?MODULE, 2}, b),
    gen_event:delete_handler(Pid, {?MODULE, 2}, c),
    ok = sys:no_debug(Pid),
    notify(Pid, unseen).
