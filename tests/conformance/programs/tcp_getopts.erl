%% What options a socket has.
-module(tcp_getopts).
-export([main/0]).

main() ->
    {_Client, Server} = pair([binary, {packet, 2}, {nodelay, true}, {send_timeout, 100}], []),
    Names = [active, mode, packet, packet_size, header, nodelay, keepalive, delay_send, exit_on_close, high_watermark,
             low_watermark, send_timeout, send_timeout_close, linger, deliver, show_econnreset, buffer],
    {inet:getopts(Server, Names), inet:getopts(Server, []), inet:getopts(Server, [active, foo])}.

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
