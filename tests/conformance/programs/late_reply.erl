%% A reply that comes after the time-out is taken by the next call, unless the call makes a reference.
-module(late_reply).
-export([main/0]).

main() ->
    Server = spawn(fun Loop() -> receive {From, N, Delay} -> timer:sleep(Delay), From ! {reply, N}, Loop() end end),
    A = call(Server, 1, 50),
    B = call(Server, 2, 0),
    timer:sleep(20),
    {A, B, receive M -> M after 0 -> nothing end}.

call(Server, N, Delay) ->
    Server ! {self(), N, Delay},
    receive {reply, X} -> X after 20 -> receive after 50 -> timeout end end.
