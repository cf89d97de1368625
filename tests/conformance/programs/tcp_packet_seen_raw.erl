%% What a packet looks like on its way.
-module(tcp_packet_seen_raw).
-export([main/0]).

main() ->
    {Client, Server} = pair([{active, false}], [{packet, 2}, {active, false}]),
    ok = gen_tcp:send(Client, "ab"),
    {ok, Raw} = gen_tcp:recv(Server, 4),
    ok = gen_tcp:send(Server, [0, 1]),
    timer:sleep(10),
    ok = gen_tcp:send(Server, "z"),
    {Raw, gen_tcp:recv(Client, 0), inet:setopts(Client, [{packet, raw}]), gen_tcp:send(Server, "raw"), gen_tcp:recv(Client, 3)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
