%% Raw data comes in pieces of a buffer.
-module(tcp_long_raw_data).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [{active, false}]),
    ok = gen_tcp:send(Client, lists:duplicate(5000, $x)),
    timer:sleep(20),
    Sizes = [begin {ok, Data} = gen_tcp:recv(Server, 0), byte_size(Data) end || _ <- lists:seq(1, 4)],
    ok = gen_tcp:send(Client, lists:duplicate(5000, $y)),
    timer:sleep(20),
    ok = inet:setopts(Server, [{active, true}]),
    {Sizes, [byte_size(Data) || {tcp, _, Data} <- rest()]}.

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
