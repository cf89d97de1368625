-module(echo).
-export([start/0, loop/0]).

start() -> spawn(?MODULE, loop, []).

loop() ->
    receive
        {From, Msg} ->
            io:format("~p says ~p~n", [From, Msg]),
            From ! {self(), Msg},
            loop();
        stop ->
            io:format("stopping~n"),
            true
    end.
