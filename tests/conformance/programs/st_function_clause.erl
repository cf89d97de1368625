%% An event that nobody expected.
-module(st_function_clause).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, [], []),
    gen_statem:cast(Pid, unexpected),
    timer:sleep(150),
    {ok, Pid2} = gen_statem:start(?MODULE, [], []),
    Pid2 ! {a, "message"},
    timer:sleep(150),
    {is_process_alive(Pid), is_process_alive(Pid2)}.
init([]) -> {ok, a, data}.
callback_mode() -> state_functions.
a(cast, expected, _) -> keep_state_and_data.
