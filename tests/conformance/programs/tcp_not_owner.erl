%% Who may hand over a socket, and to whom.
-module(tcp_not_owner).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, true}], [binary, {active, true}]),
    Other = spawn(fun() -> receive stop -> ok end end),
    Dead = spawn(fun() -> ok end),
    timer:sleep(10),
    A = gen_tcp:controlling_process(Server, Dead),
    B = gen_tcp:controlling_process(Server, Other),
    C = gen_tcp:controlling_process(Server, self()),
    D = gen_tcp:controlling_process(Client, self()),
    {A, B, C, D}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
