%% Stopping a manager: handlers terminate with stop; a reason that is reported.
-module(ge_stop).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    ok = gen_event:add_handler(Pid, {?MODULE, 2}, b),
    ok = gen_event:stop(Pid),
    Pid2 = new(c),
    ok = gen_event:stop(Pid2, shutdown, 1000),
    Pid3 = new(d),
    ok = gen_event:stop(Pid3, bad_reason, 1000),
    timer:sleep(300),
    [is_process_alive(P) || P <- [Pid, Pid2, Pid3]].
