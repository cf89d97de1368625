%% Modes that are none.
-module(st_bad_callback_mode).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    [begin
         put(mode, Mode),
         {ok, Pid} = gen_statem:start(?MODULE, Mode, []),
         timer:sleep(150),
         is_process_alive(Pid)
     end || Mode <- [nonsense, [state_enter], [state_functions, nonsense], [], [state_enter, handle_event_function]]].
init(Mode) -> put(mode, Mode), {ok, a, b}.
callback_mode() -> get(mode).
handle_event(_, _, _, _) -> keep_state_and_data.
terminate(Reason, _, _) -> io:format("terminate ~p~n", [Reason]).
