%% Nobody connects.
-module(tcp_accept_timeout).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    {Client, Server} = pair([], []),
    {gen_tcp:accept(Listener, 0), gen_tcp:accept(Listener, 20), gen_tcp:accept(Server, 10), gen_tcp:accept(Client)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
