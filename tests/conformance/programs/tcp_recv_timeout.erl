%% What has arrived is not lost by a timeout.
-module(tcp_recv_timeout).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [{active, false}]),
    None = gen_tcp:recv(Server, 0, 10),
    ok = gen_tcp:send(Client, "abc"),
    timer:sleep(20),
    {None, gen_tcp:recv(Server, 0, 0), gen_tcp:recv(Server, 5, 10), begin gen_tcp:send(Client, "abcdefg"), gen_tcp:recv(Server, 5, 100) end,
     gen_tcp:recv(Server, 0, 100)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
