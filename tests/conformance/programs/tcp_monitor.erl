%% A monitor of a socket.
-module(tcp_monitor).
-export([main/0]).

main() ->
    {A, B} = pair([binary, {active, true}], [binary, {active, true}]),
    Reference = erlang:monitor(port, A),
    Other = erlang:monitor(port, B),
    true = erlang:demonitor(Other),
    ok = gen_tcp:close(A),
    Messages = lists:sort(rest()),
    Late = erlang:monitor(port, A),
    {Messages, Reference, rest(), Late}.

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
