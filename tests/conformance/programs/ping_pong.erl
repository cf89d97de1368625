-module(ping_pong).
-export([main/0, pong/0]).

main() ->
    Pong = spawn(?MODULE, pong, []),
    Replies = [ping(Pong, N) || N <- [1, 2, 3]],
    Pong ! stop,
    Replies.

ping(Pong, N) ->
    Pong ! {self(), ping, N},
    receive
        {Pong, pong, N} -> io:format("pong ~p~n", [N]), N
    end.

pong() ->
    receive
        {From, ping, N} ->
            io:format("ping ~p~n", [N]),
            From ! {self(), pong, N},
            pong();
        stop ->
            ok
    end.
