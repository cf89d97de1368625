%% Actions that are none.
-module(st_bad_action).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    [begin
         {ok, Pid} = start({ok, a, data}),
         do(Pid, {next_state, b, new_data, Actions}),
         timer:sleep(300),
         is_process_alive(Pid)
     end || Actions <- [nonsense, [{reply, not_from, x}], [{next_event, no_type, x}], [{state_timeout, -1, x}],
                        [{timeout, soon, x}], [{{timeout, g}, 10, x, [bad_option]}], [{postpone, maybe}], pop_callback_module]].
