%% {active, N} counts down to tcp_passive.
-module(tcp_active_count).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, 2}, {packet, 1}], [{packet, 1}, {active, false}]),
    [ok = gen_tcp:send(Client, [N]) || N <- "abcde"],
    One = rest(),
    Passive = inet:getopts(Server, [active]),
    ok = inet:setopts(Server, [{active, 1}]),
    Two = rest(),
    ok = inet:setopts(Server, [{active, 5}]),
    Three = rest(),
    Left = inet:getopts(Server, [active]),
    ok = inet:setopts(Server, [{active, -10}]),
    {One, Passive, Two, Three, Left, rest(), inet:getopts(Server, [active])}.

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
