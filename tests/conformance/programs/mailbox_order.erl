%% Messages between two processes keep their order.
-module(mailbox_order).
-export([main/0]).

main() ->
    Self = self(),
    spawn(fun() -> [Self ! N || N <- lists:seq(1, 100)] end),
    Got = [receive N -> N end || _ <- lists:seq(1, 100)],
    Got =:= lists:seq(1, 100).
