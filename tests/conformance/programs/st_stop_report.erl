%% Stopping for a reason that is reported.
-module(st_stop_report).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    do(Pid, {stop, bad_luck}),
    timer:sleep(300),
    {ok, Pid2} = start({ok, a, 1}),
    Caller = (catch gen_statem:call(Pid2, {do, fun(From, _, _) -> {stop_and_reply, bad_luck, [{reply, From, bye}], 2} end})),
    timer:sleep(300),
    {is_process_alive(Pid), Caller}.
