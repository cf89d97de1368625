%% stop_and_reply with something that is no reply.
-module(st_bad_reply).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, data}),
    do(Pid, {stop_and_reply, normal, [{reply, {self(), tag}, first}, postpone]}),
    timer:sleep(300),
    receive M -> {M, is_process_alive(Pid)} after 50 -> none end.
