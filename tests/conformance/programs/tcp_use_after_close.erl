%% A closed socket.
-module(tcp_use_after_close).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, false}], [{active, false}]),
    ok = gen_tcp:close(Server),
    {ok, Listener} = gen_tcp:listen(0, []),
    ok = gen_tcp:close(Listener),
    {gen_tcp:send(Server, "x"), gen_tcp:recv(Server, 0), gen_tcp:shutdown(Server, write), gen_tcp:close(Server),
     inet:peername(Server), inet:sockname(Server), inet:port(Server), inet:getopts(Server, [active]),
     inet:setopts(Server, [{active, true}]), gen_tcp:accept(Listener), gen_tcp:accept(Listener, 10),
     gen_tcp:controlling_process(Server, self()), erlang:port_info(Server), is_port(Server), is_port(Client)}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
