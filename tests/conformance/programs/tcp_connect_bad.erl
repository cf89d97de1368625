%% Wrong arguments of connect.
-module(tcp_connect_bad).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    {ok, Port} = inet:port(Listener),
    [catch gen_tcp:connect("localhost", Port, [foo]), catch gen_tcp:connect("localhost", foo, []),
     catch gen_tcp:connect("localhost", Port, [{active, maybe_so}])].
