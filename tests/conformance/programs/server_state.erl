%% State is an argument of the loop.
-module(server_state).
-export([main/0, start/0, push/2, pop/1, stop/1]).

start() -> spawn(fun() -> loop([]) end).

push(Pid, X) -> call(Pid, {push, X}).
pop(Pid) -> call(Pid, pop).
stop(Pid) -> call(Pid, stop).

call(Pid, Request) ->
    Ref = monitor(process, Pid),
    Pid ! {self(), Ref, Request},
    receive
        {Ref, Reply} -> demonitor(Ref, [flush]), Reply;
        {'DOWN', Ref, process, Pid, Reason} -> {dead, Reason}
    end.

loop(Stack) ->
    receive
        {From, Ref, {push, X}} -> From ! {Ref, {ok, length(Stack) + 1}}, loop([X | Stack]);
        {From, Ref, pop} when Stack =:= [] -> From ! {Ref, empty}, loop([]);
        {From, Ref, pop} -> From ! {Ref, {ok, hd(Stack)}}, loop(tl(Stack));
        {From, Ref, stop} -> From ! {Ref, stopped}
    end.

main() ->
    S = start(),
    [push(S, "a"), push(S, "b"), pop(S), pop(S), pop(S), stop(S), pop(S)].
