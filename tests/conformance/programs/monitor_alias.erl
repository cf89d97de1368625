%% monitor/3 with alias: reply_demonitor ends the monitor with the first reply.
-module(monitor_alias).
-export([main/0]).

main() ->
    Server = spawn(fun Loop() ->
        receive
            {ask, Alias, X} -> Alias ! {Alias, X * 2}, Loop();
            stop -> exit(stopped)
        end
    end),
    Ref = monitor(process, Server, [{alias, reply_demonitor}]),
    Server ! {ask, Ref, 21},
    Answer = receive {Ref, A} -> A; {'DOWN', Ref, _, _, R} -> {down, R} end,
    Server ! stop,
    timer:sleep(20),
    Left = receive M -> M after 0 -> none end,
    Ref2 = monitor(process, Server, [{alias, explicit_unalias}]),
    Down = receive {'DOWN', Ref2, process, _, R2} -> R2 end,
    Ref2 ! hello,
    Hello = receive hello -> hello after 20 -> none end,
    {Answer, Left, Down, Hello}.
