%% Bad actions of init crash the machine after it has started.
-module(st_init_bad_actions).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, b, [nonsense]}),
    timer:sleep(300),
    is_process_alive(Pid).
