%% A sender is suspended while nobody reads.
-module(tcp_back_pressure).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [binary, {active, false}]),
    Size = 20000000,
    First = gen_tcp:send(Client, binary:copy(<<"x">>, Size)),
    Self = self(),
    Sender = spawn_link(fun() -> Self ! {second, gen_tcp:send(Client, "y")} end),
    timer:sleep(50),
    Status = process_info(Sender, status),
    None = rest(),
    {ok, All} = gen_tcp:recv(Server, Size),
    {First, Status, None, byte_size(All), gen_tcp:recv(Server, 1), rest()}.

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
