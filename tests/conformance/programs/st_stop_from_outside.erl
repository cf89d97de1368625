%% gen_statem:stop/1,3, good and bad.
-module(st_stop_from_outside).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    A = gen_statem:stop(Pid),
    B = (catch gen_statem:stop(Pid)),
    {ok, Pid2} = start({ok, a, 1}),
    C = gen_statem:stop(Pid2, shutdown, 100),
    {ok, Pid3} = start({ok, a, 1}),
    D = gen_statem:stop(Pid3, broken, 100),
    timer:sleep(300),
    {ok, Pid4} = start({ok, a, 1}),
    do(Pid4, {keep_state_and_data, []}),
    gen_statem:cast(Pid4, {do, fun(_, _) -> timer:sleep(100), keep_state_and_data end}),
    E = (catch gen_statem:stop(Pid4, normal, 10)),
    F = (catch gen_statem:stop(nobody)),
    timer:sleep(200),
    {A, B, C, D, E, F, is_process_alive(Pid4)}.
