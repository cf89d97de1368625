%% A process in recv waits until enough has arrived.
-module(tcp_recv_waits).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [{active, false}]),
    Self = self(),
    Reader = spawn_link(fun() -> Self ! {read, gen_tcp:recv(Server, 6)} end),
    timer:sleep(20),
    Status = process_info(Reader, status),
    ok = gen_tcp:send(Client, "abc"),
    timer:sleep(20),
    Still = process_info(Reader, status),
    ok = gen_tcp:send(Client, "def"),
    {Status, Still, rest()}.

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
