-module(timer_to_name).
-export([main/0]).

main() ->
    erlang:send_after(10, nobody_registered, lost),
    register(me, self()),
    erlang:send_after(10, me, found),
    receive found -> ok end,
    Dead = spawn(fun() -> ok end),
    timer:sleep(10),
    Ref = erlang:send_after(1000, Dead, x),
    erlang:read_timer(Ref).
