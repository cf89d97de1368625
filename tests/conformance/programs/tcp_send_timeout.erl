%% A sender waits no longer than it may.
-module(tcp_send_timeout).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [binary, {active, false}, {send_timeout, 50}]),
    ok = gen_tcp:send(Client, binary:copy(<<"x">>, 20000000)),
    Late = gen_tcp:send(Client, "y"),
    {Late, gen_tcp:recv(Server, 1)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
