%% A state without a function.
-module(st_undefined_state).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, [], []),
    gen_statem:cast(Pid, go),
    gen_statem:cast(Pid, again),
    timer:sleep(150),
    is_process_alive(Pid).
init([]) -> {ok, a, data}.
callback_mode() -> state_functions.
a(cast, go, Data) -> {next_state, nowhere, Data}.
