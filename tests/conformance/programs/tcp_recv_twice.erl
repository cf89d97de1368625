%% Only one process can be in recv.
-module(tcp_recv_twice).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [{active, false}]),
    Self = self(),
    spawn_link(fun() -> Self ! gen_tcp:recv(Server, 0) end),
    timer:sleep(20),
    Second = gen_tcp:recv(Server, 0, 10),
    ok = gen_tcp:send(Client, "x"),
    {Second, rest()}.

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
