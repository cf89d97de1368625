%% terminate that fails.
-module(sb_terminate_fails).
-behaviour(supervisor_bridge).
-include("sb_bridge.hrl").

main() ->
    process_flag(trap_exit, true),
    Start = fun() ->
        Thing = spawn_link(fun() -> receive stop -> ok end end),
        {ok, Thing, fun() -> unlink(Thing), exit(in_terminate) end}
    end,
    {ok, Pid} = supervisor_bridge:start_link(?MODULE, Start),
    exit(Pid, shutdown),
    timer:sleep(300),
    flush().
