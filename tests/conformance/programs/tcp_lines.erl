%% Lines, whole or in pieces.
-module(tcp_lines).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {packet, line}, {active, true}], [{active, false}]),
    ok = gen_tcp:send(Client, "a\nb\nc"),
    One = rest(),
    ok = gen_tcp:send(Client, "d\n"),
    Two = rest(),
    ok = gen_tcp:send(Client, [lists:duplicate(2000, $x), $\n]),
    Long = [byte_size(Data) || {tcp, _, Data} <- rest()],
    ok = gen_tcp:send(Client, "no end"),
    ok = gen_tcp:close(Client),
    {One, Two, Long, rest(), Server}.

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
