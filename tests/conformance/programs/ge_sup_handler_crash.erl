%% The owner hears of a crash, too.
-module(ge_sup_handler_crash).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(),
    ok = gen_event:add_sup_handler(Pid, ?MODULE, a),
    notify(Pid, {do, fun(_) -> error(oops) end}),
    timer:sleep(300),
    [{gen_event_EXIT, ?MODULE, {'EXIT', {oops, [_ | _]}}}] = flush(),
    ok = gen_event:add_sup_handler(Pid, {?MODULE, 1}, a),
    notify(Pid, {do, nonsense}),
    timer:sleep(300),
    flush().
