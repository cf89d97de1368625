%% Timeouts that are none are bad return values.
-module(gs_bad_timeouts).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    [begin
         Pid = start({ok, 0}),
         do(Pid, Result),
         timer:sleep(300),
         is_process_alive(Pid)
     end || Result <- [{noreply, 1, soon}, {noreply, 1, -1}, {noreply, 1, {continu, x}}, {noreply, 1, 1.5}]].
