-module(pair).
-export([start/0]).

start() ->
    Parent = self(),
    A = spawn(fun() ->
        B = spawn_link(fun() -> loop(b) end),
        Parent ! {b, B},
        loop(a)
    end),
    receive {b, B} -> {A, B} end.

loop(Name) ->
    receive
        stop -> ok;
        crash -> exit({crashed, Name});
        {hello, From} -> From ! {hello, Name}, loop(Name)
    end.
