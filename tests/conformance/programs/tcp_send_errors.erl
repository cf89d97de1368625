%% Data that is none, and sockets that cannot send.
-module(tcp_send_errors).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    gen_tcp:send(Listener, "x").
