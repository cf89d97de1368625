%% A machine that hibernates after some silence.
-module(st_hibernate_after).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}, [{hibernate_after, 20}]),
    timer:sleep(300),
    A = process_info(Pid, current_function),
    {a, []} = gen_statem:call(Pid, get),
    B = process_info(Pid, current_function),
    timer:sleep(300),
    {A, element(1, element(2, B)), process_info(Pid, current_function)}.
