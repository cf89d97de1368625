%% A manager that is killed takes the owners of its handlers with it.
-module(ge_sup_manager_dies).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    process_flag(trap_exit, true),
    Pid = new(),
    ok = gen_event:add_sup_handler(Pid, ?MODULE, a),
    exit(Pid, kill),
    timer:sleep(30),
    [{'EXIT', Pid, Reason}] = flush(),
    Pid2 = new(),
    ok = gen_event:add_sup_handler(Pid2, ?MODULE, a),
    gen_event:stop(Pid2, normal, 1000),
    timer:sleep(30),
    {Reason, flush()}.
