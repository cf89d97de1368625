%% Addresses of both ends.
-module(tcp_names).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}]),
    {ok, {Ip, Port}} = inet:sockname(Listener),
    {ok, Client} = gen_tcp:connect({127, 0, 0, 1}, Port, []),
    {ok, Server} = gen_tcp:accept(Listener),
    {Ip, inet:port(Listener) =:= {ok, Port}, inet:peername(Client) =:= inet:sockname(Server),
     inet:sockname(Client) =:= inet:peername(Server), inet:peername(Listener), inet:peername(Client) =:= {ok, {Ip, Port}}}.
