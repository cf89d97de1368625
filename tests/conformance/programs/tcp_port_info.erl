%% A socket is a port.
-module(tcp_port_info).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], []),
    ok = gen_tcp:send(Client, "hello"),
    {is_port(Client), [erlang:port_info(Client, Item) || Item <- [name, connected, links, output, os_pid, registered_name]],
     lists:member(Server, erlang:ports()), list_to_port(port_to_list(Server)) =:= Server, node(Server) =:= node(),
     catch erlang:port_info(Client, foo) =:= ok, erlang:port_info(list_to_port("#Port<0.99999>"))}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
