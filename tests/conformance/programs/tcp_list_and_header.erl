%% Lists, binaries, and binaries with a header.
-module(tcp_list_and_header).
-export([main/0]).

main() ->
    {A, B} = pair([list, {active, false}], [binary, {active, false}, {header, 2}]),
    ok = gen_tcp:send(A, "abcd"),
    ok = gen_tcp:send(B, <<"efgh">>),
    timer:sleep(10),
    {gen_tcp:recv(A, 4), gen_tcp:recv(B, 4)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
