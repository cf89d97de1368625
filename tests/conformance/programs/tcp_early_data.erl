%% Data sent before the connection is accepted.
-module(tcp_early_data).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, [binary, {packet, 1}]),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, [{packet, 1}]),
    ok = gen_tcp:send(Client, "early"),
    ok = gen_tcp:close(Client),
    timer:sleep(20),
    {ok, Server} = gen_tcp:accept(Listener),
    {rest(), Server}.

%% What arrives within a moment.
rest() ->
    receive Message -> [Message | rest()] after 40 -> [] end.
