%% logger:set_module_level hides the reports of one behaviour.
-module(gs_module_level).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    ok = logger:set_module_level([gen_server, proc_lib], none),
    Pid = start({ok, 0}),
    do(Pid, {stop, unseen, 1}),
    timer:sleep(300),
    ok = logger:unset_module_level([gen_server]),
    Pid2 = start({ok, 0}),
    do(Pid2, {stop, seen, 1}),
    timer:sleep(300),
    logger:unset_module_level().
