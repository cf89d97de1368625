%% port_close and exit end a socket.
-module(tcp_port_close).
-export([main/0]).

main() ->
    {A, B} = pair([binary, {active, true}], [binary, {active, true}]),
    true = port_close(A),
    First = rest(),
    {C, D} = pair([binary, {active, true}], [binary, {active, true}]),
    process_flag(trap_exit, true),
    true = exit(C, kill),
    {First, lists:sort(rest()), B, D, (catch port_close(A)) =:= ok}.

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
