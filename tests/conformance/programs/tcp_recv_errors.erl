%% Wrong ways to receive.
-module(tcp_recv_errors).
-export([main/0]).

main() ->
    {_, Active} = pair([binary, {active, true}], [{active, false}]),
    {_, Passive} = pair([binary, {active, false}], [{active, false}]),
    {_, Packet} = pair([binary, {active, false}, {packet, 2}], [{active, false}]),
    {ok, Listener} = gen_tcp:listen(0, []),
    {gen_tcp:recv(Active, 0), gen_tcp:recv(Passive, 100000000), gen_tcp:recv(Packet, 1), gen_tcp:recv(Listener, 0)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
