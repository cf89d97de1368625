%% Data and the end of the stream come as messages.
-module(tcp_active).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, true}], [list, {active, true}]),
    ok = gen_tcp:send(Client, "to the server"),
    ok = gen_tcp:send(Server, "to the client"),
    First = rest(),
    ok = gen_tcp:close(Client),
    {lists:sort(First), rest(), gen_tcp:send(Server, "x"), gen_tcp:recv(Server, 0)}.

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
