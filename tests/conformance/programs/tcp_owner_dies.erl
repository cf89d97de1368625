%% A socket closes with its owner.
-module(tcp_owner_dies).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, true}], [binary, {active, true}]),
    Owner = spawn(fun() -> receive stop -> ok end end),
    ok = gen_tcp:controlling_process(Server, Owner),
    Owner ! stop,
    Messages = rest(),
    {Messages =:= [{tcp_closed, Client}], erlang:port_info(Server)}.

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
