%% enter_loop with a name that the process does not have, and outside proc_lib.
-module(st_enter_loop_bad).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    [begin
         {_, M} = spawn_monitor(fun() -> Reason = (catch gen_statem:enter_loop(?MODULE, [], a, 1, Name)), exit({shutdown, Reason}) end),
         receive {'DOWN', M, _, _, R} -> R after 100 -> none end
     end || Name <- [{local, st_nobody}, {global, st_nobody}]].
