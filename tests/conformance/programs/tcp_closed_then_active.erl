%% A passive socket tells its end when it turns active.
-module(tcp_closed_then_active).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [{active, false}]),
    ok = gen_tcp:send(Client, "tail"),
    ok = gen_tcp:close(Client),
    timer:sleep(20),
    ok = inet:setopts(Server, [{active, once}]),
    One = rest(),
    ok = inet:setopts(Server, [{active, once}]),
    {One, rest(), inet:setopts(Server, [{active, once}])}.

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
