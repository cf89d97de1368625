%% recv takes exactly as many bytes as asked for.
-module(tcp_recv_length).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [{active, false}]),
    ok = gen_tcp:send(Client, "hello world"),
    timer:sleep(20),
    {gen_tcp:recv(Server, 2), gen_tcp:recv(Server, 3, 100), gen_tcp:recv(Server, 0)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
