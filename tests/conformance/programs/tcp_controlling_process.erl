%% A socket goes to another process, with what has arrived.
-module(tcp_controlling_process).
-export([main/0]).

main() ->
    {Client, Server} = pair([binary, {active, true}], [binary, {active, true}]),
    ok = gen_tcp:send(Client, "before"),
    timer:sleep(20),
    Self = self(),
    Other = spawn_link(fun() -> forward(Self) end),
    First = gen_tcp:controlling_process(Server, Other),
    Got = rest(),
    ok = gen_tcp:send(Client, "after"),
    {First, Got, rest(), erlang:port_info(Server, connected) =:= {connected, Other}}.

forward(To) ->
    receive Message -> To ! {forwarded, Message} end,
    forward(To).

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
