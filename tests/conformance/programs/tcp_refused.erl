%% Nobody listens.
-module(tcp_refused).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    {ok, Port} = inet:port(Listener),
    ok = gen_tcp:close(Listener),
    {gen_tcp:connect("localhost", Port, []), gen_tcp:connect({127, 0, 0, 1}, Port, [], 1000),
     gen_tcp:connect("no-such-host.invalid", Port, []), gen_tcp:connect(localhost, Port, [binary])}.
