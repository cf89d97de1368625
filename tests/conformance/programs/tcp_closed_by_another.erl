%% The owner that traps exits hears when another process closes.
-module(tcp_closed_by_another).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    {A, _B} = pair([binary, {active, false}], [binary, {active, false}]),
    spawn(fun() -> gen_tcp:close(A) end),
    First = rest(),
    true = link(A),
    {First, rest()}.

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
