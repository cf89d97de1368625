%% A packet longer than packet_size ends the connection.
-module(tcp_packet_size).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {packet, 1}, {packet_size, 10}, {active, true}], [binary, {active, true}]),
    ok = gen_tcp:send(Client, [3, "abc"]),
    First = rest(),
    ok = gen_tcp:send(Client, [20, "more"]),
    Messages = {First, rest()},
    {Messages, erlang:port_info(Server, name), gen_tcp:send(Client, "x")}.

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
