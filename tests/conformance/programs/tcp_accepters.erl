%% Who waits longest is served first.
-module(tcp_accepters).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, [binary, {active, false}]),
    {ok, Port} = inet:port(Listener),
    Self = self(),
    [begin
         spawn_link(fun() ->
                            {ok, Socket} = gen_tcp:accept(Listener),
                            Self ! {N, accepted},
                            gen_tcp:recv(Socket, 0)
                    end),
         timer:sleep(10)
     end || N <- [1, 2, 3]],
    Clients = [begin {ok, C} = gen_tcp:connect("localhost", Port, []), timer:sleep(10), C end || _ <- [1, 2, 3]],
    {length(Clients), rest()}.

%% What arrives within a moment.
rest() ->
    receive Message -> [Message | rest()] after 40 -> [] end.
