%% A module without handle_event/4.
-module(st_missing_handle_event).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, [], []),
    gen_statem:cast(Pid, x),
    timer:sleep(150),
    is_process_alive(Pid).
init([]) -> {ok, a, data}.
callback_mode() -> handle_event_function.
