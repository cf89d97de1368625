%% The caller is dead when the machine crashes.
-module(st_crash_dead_client).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, data}),
    spawn(fun() -> gen_statem:call(Pid, {do, fun({Client, _}, _, _) -> exit(Client, kill), timer:sleep(10), exit(too_late) end}) end),
    timer:sleep(300),
    is_process_alive(Pid).
