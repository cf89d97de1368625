-module(counter).
-export([start/0, next/0, reset/1, stop/0]).

start() ->
    register(counter, spawn(fun() -> loop(0) end)),
    started.

next() -> call(next).
reset(N) -> call({reset, N}).
stop() -> call(stop).

call(Request) ->
    counter ! {self(), Request},
    receive {counter, Reply} -> Reply after 100 -> no_answer end.

loop(N) ->
    receive
        {From, next} -> From ! {counter, N}, loop(N + 1);
        {From, {reset, M}} when is_integer(M) -> From ! {counter, ok}, loop(M);
        {From, stop} -> From ! {counter, stopped}
    end.
