%% Shutting down what is not connected.
-module(tcp_shutdown_errors).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    {Client, Server} = pair([{active, false}], [{active, false}]),
    First = gen_tcp:shutdown(Client, read_write),
    timer:sleep(20),
    {gen_tcp:shutdown(Listener, write), First, gen_tcp:recv(Server, 0), gen_tcp:shutdown(Server, read_write)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
