%% What a port understands besides gen_tcp.
-module(tcp_port_commands).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, true}], [binary, {active, true}]),
    true = port_command(Client, "one"),
    A = rest(),
    Client ! {self(), {command, "two"}},
    B = rest(),
    Client ! {self(), close},
    C = rest(),
    {lists:sort(A), lists:sort(B), lists:sort(C), Server}.

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
