%% Closing ends what other processes wait for.
-module(tcp_close_wakes).
-export([main/0]).

main() ->
    {_Client, Server} = pair([binary, {active, false}], [{active, false}]),
    {ok, Listener} = gen_tcp:listen(0, []),
    Self = self(),
    spawn_link(fun() -> Self ! {recv, gen_tcp:recv(Server, 0)} end),
    spawn_link(fun() -> Self ! {accept, gen_tcp:accept(Listener)} end),
    timer:sleep(20),
    ok = gen_tcp:close(Server),
    A = rest(),
    ok = gen_tcp:close(Listener),
    {A, rest()}.

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
