%% One direction is closed, the other stays open.
-module(tcp_shutdown).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}, {exit_on_close, false}], [binary, {active, false}]),
    ok = gen_tcp:send(Client, "that was all"),
    ok = gen_tcp:shutdown(Client, write),
    timer:sleep(20),
    Read = [gen_tcp:recv(Server, 0), gen_tcp:recv(Server, 0)],
    Back = gen_tcp:send(Server, "still here"),
    {Read, Back, gen_tcp:recv(Client, 0), gen_tcp:send(Client, "x")}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
