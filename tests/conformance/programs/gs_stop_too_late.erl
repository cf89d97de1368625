%% A stop that gave up leaves no answer behind.
-module(gs_stop_too_late).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    Pid = start({ok, 0}),
    gen_server:cast(Pid, {do, fun(S) -> timer:sleep(100), {noreply, S} end}),
    A = (catch gen_server:stop(Pid, normal, 10)),
    timer:sleep(300),
    {A, is_process_alive(Pid), process_info(self(), messages), [catch gen_server:stop(P) || P <- [Pid, nobody, {global, nobody}]]}.
