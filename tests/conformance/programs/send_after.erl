-module(send_after).
-export([main/0]).

main() ->
    erlang:send_after(60, self(), third),
    erlang:send_after(20, self(), first),
    erlang:send_after(40, self(), second),
    Order = [receive M -> M end || _ <- [1, 2, 3]],
    Ref = erlang:start_timer(10, self(), payload),
    Timeout = receive {timeout, Ref, P} -> {timeout, P} end,
    {Order, Timeout}.
