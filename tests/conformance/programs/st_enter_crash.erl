%% A crash while a state is entered: the report shows the state before.
-module(st_enter_crash).
-behaviour(gen_statem).
-include("st_entering.hrl").

main() ->
    {ok, Pid} = start({ok, a, #{}}),
    do(Pid, {next_state, b, #{enter => fun(_) -> error(on_entering) end}}),
    timer:sleep(300),
    {ok, Pid2} = start({ok, a, #{enter => fun(_) -> error(at_the_start) end}}),
    timer:sleep(300),
    {is_process_alive(Pid), is_process_alive(Pid2)}.
