%% Packets with a length before them.
-module(tcp_packets).
-export([main/0]).

main() ->
    [sizes(Bytes) || Bytes <- [1, 2, 4]].

sizes(Bytes) ->
    {Client, Server} = pair([binary, {packet, Bytes}, {active, true}], [binary, {packet, Bytes}, {active, false}]),
    [ok = gen_tcp:send(Client, Text) || Text <- ["one", "", lists:duplicate(200, $x)]],
    Received = [byte_size(Data) || {tcp, _, Data} <- rest()],
    ok = gen_tcp:send(Server, "back"),
    {Received, gen_tcp:recv(Client, 0), begin gen_tcp:close(Client), length(rest()) end}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.

%% What arrives within a moment.
rest() ->
    receive Message -> [Message | rest()] after 40 -> [] end.
