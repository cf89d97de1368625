%% A connection nobody accepted ends with its listener.
-module(tcp_listener_closes).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, []),
    timer:sleep(20),
    ok = gen_tcp:close(Listener),
    {rest(), gen_tcp:send(Client, "x")}.

%% What arrives within a moment.
rest() ->
    receive Message -> [Message | rest()] after 40 -> [] end.
