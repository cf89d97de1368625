%% Options that can be set, and some that cannot.
-module(tcp_setopts).
-export([main/0]).

main() ->
    {_Client, Server} = pair([], []),
    [{Option, inet:setopts(Server, [Option])}
     || Option <- [binary, list, {mode, list}, {mode, foo}, {active, foo}, {packet, 3}, {packet, 0}, {packet, raw},
                   {nodelay, true}, {nodelay, 1}, {backlog, 5}, {ip, {127, 0, 0, 1}}, inet, {header, 2}, {send_timeout, -1},
                   {send_timeout, infinity}, {linger, {true, 1}}, {foo, 1}, {exit_on_close, false}, {high_watermark, 10},
                   {deliver, term}, {keepalive, true}, {packet_size, -1}, {show_econnreset, true}]].

%% A connection: the client's socket and the server's.
pair(ServerOptions, ClientOptions) ->
    {ok, Listener} = gen_tcp:listen(0, ServerOptions),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect("localhost", Port, ClientOptions),
    {ok, Server} = gen_tcp:accept(Listener),
    ok = gen_tcp:close(Listener),
    {Client, Server}.
