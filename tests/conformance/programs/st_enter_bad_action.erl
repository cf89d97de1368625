%% Entering can neither postpone nor insert events nor change modules.
-module(st_enter_bad_action).
-behaviour(gen_statem).
-include("st_entering.hrl").

main() ->
    [begin
         {ok, Pid} = start({ok, a, #{}}),
         do(Pid, {next_state, b, #{enter => fun(_) -> {keep_state, #{}, [Action]} end}}),
         timer:sleep(40),
         is_process_alive(Pid)
     end || Action <- [postpone, {postpone, false}, {postpone, true}, {postpone, x}, {next_event, internal, x}, {next_event, bad, x}, {reply, bad, x}, {push_callback_module, ?MODULE}, pop_callback_module, nonsense]].
