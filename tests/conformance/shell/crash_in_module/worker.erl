-module(worker).
-export([start/0, loop/1]).

start() -> spawn(?MODULE, loop, [10]).

loop(N) ->
    receive
        {divide, D, From} ->
            From ! {result, N div D},
            loop(N);
        {set, M} ->
            loop(M)
    end.
