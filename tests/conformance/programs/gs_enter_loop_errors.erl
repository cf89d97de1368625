%% enter_loop with a name that is not the own one, and outside proc_lib.
-module(gs_enter_loop_errors).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    [begin
         {_, M} = spawn_monitor(fun() -> exit({shutdown, reason(fun() -> gen_server:enter_loop(?MODULE, [], a, Name) end)}) end),
         receive {'DOWN', M, _, _, R} -> R after 100 -> lives end
     end || Name <- [{local, nobody}, {global, nobody}, {via, global, nobody}, 10, name, self()]].
