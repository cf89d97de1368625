%% A callback module that is not there, or is no machine.
-module(st_bad_callback_module).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    [begin
         {ok, Pid} = start({ok, a, b}),
         do(Pid, {next_state, c, d, [{change_callback_module, M}]}),
         timer:sleep(300),
         is_process_alive(Pid)
     end || M <- [no_such_module, lists, "name"]].
