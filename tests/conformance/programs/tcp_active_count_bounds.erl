%% How far {active, N} counts.
-module(tcp_active_count_bounds).
-export([main/0]).

main() ->
    {_Client, Server} = pair([binary, {active, false}], [{active, false}]),
    A = [inet:setopts(Server, [{active, N}]) || N <- [32767, 1, 40000, -32768, -32769]],
    {A, inet:getopts(Server, [active]), rest()}.

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
