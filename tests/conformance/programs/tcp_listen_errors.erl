%% A port is taken once; options have to make sense.
-module(tcp_listen_errors).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    {ok, Port} = inet:port(Listener),
    {gen_tcp:listen(Port, []), gen_tcp:listen(0, [{ip, {1, 2, 3, 4}}]),
     [catch gen_tcp:listen(0, [Option]) || Option <- [foo, {foo, 1}, {active, maybe_so}, {packet, 3}, {ip, foo}, {active, 50000}, [binary]]],
     [catch gen_tcp:listen(Bad, []) || Bad <- [-1, 70000, foo]]}.
