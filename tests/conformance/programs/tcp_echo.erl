%% An echo server and its client.
-module(tcp_echo).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, [binary, {active, false}]),
    {ok, Port} = inet:port(Listener),
    spawn_link(fun() -> {ok, Socket} = gen_tcp:accept(Listener), echo(Socket) end),
    {ok, Socket} = gen_tcp:connect("localhost", Port, [binary, {active, false}]),
    Answers = [begin ok = gen_tcp:send(Socket, Text), gen_tcp:recv(Socket, 0) end
               || Text <- ["one", <<"two">>, ["th", [$r | <<"ee">>]], unicode:characters_to_binary("你好")]],
    ok = gen_tcp:close(Socket),
    Answers.

echo(Socket) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, Data} -> ok = gen_tcp:send(Socket, Data), echo(Socket);
        {error, closed} -> ok
    end.
