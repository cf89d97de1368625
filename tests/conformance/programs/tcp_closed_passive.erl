%% What is left is read before the end is told.
-module(tcp_closed_passive).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [{active, false}]),
    ok = gen_tcp:send(Client, "tail"),
    ok = gen_tcp:close(Client),
    timer:sleep(20),
    First = [gen_tcp:recv(Server, 0) || _ <- [1, 2, 3]],
    {First, [gen_tcp:send(Server, "x") || _ <- [1, 2]], gen_tcp:close(Server), gen_tcp:close(Server)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
