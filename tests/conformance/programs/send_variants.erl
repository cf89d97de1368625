-module(send_variants).
-export([main/0]).

main() ->
    A = (self() ! hello),
    B = erlang:send(self(), there),
    C = erlang:send(self(), now, [noconnect]),
    D = erlang:send(self(), x, [nosuspend]),
    register(me, self()),
    E = {me, node()} ! named,
    F = (spawn(fun() -> ok end) ! to_the_dead_is_fine),
    {[A, B, C, D, E, F], [receive M -> M end || _ <- [1, 2, 3, 4, 5]]}.
