%% A megabyte through the socket, summed on the other side.
-module(tcp_large_transfer).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, once}], [binary, {active, false}]),
    spawn_link(fun() -> [ok = gen_tcp:send(Client, binary:copy(<<N>>, 10000)) || N <- lists:seq(1, 100)], gen_tcp:shutdown(Client, write) end),
    sum(Server, 0, 0).

sum(Socket, Bytes, Sum) ->
    receive
        {tcp, Socket, Data} ->
            ok = inet:setopts(Socket, [{active, once}]),
            sum(Socket, Bytes + byte_size(Data), Sum + lists:sum(binary_to_list(Data)));
        {tcp_closed, Socket} ->
            {Bytes, Sum}
    end.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
