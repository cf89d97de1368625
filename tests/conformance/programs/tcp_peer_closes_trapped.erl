%% No exit signal comes when the peer closes.
-module(tcp_peer_closes_trapped).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    {Client, Server} = pair([binary, {active, true}], [binary, {active, true}]),
    ok = gen_tcp:close(Client),
    {rest(), erlang:port_info(Server)}.

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
