%% One message for each asking.
-module(tcp_active_once).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, once}, {packet, line}], [{active, false}]),
    ok = gen_tcp:send(Client, "first\nsecond\nthird\n"),
    One = rest(),
    None = inet:getopts(Server, [active]),
    ok = inet:setopts(Server, [{active, once}]),
    Two = rest(),
    ok = inet:setopts(Server, [{active, true}]),
    {One, None, Two, rest(), inet:getopts(Server, [active])}.

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
