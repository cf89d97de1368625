%% A message that no clause matches stays in the mailbox, in order.
-module(msg_loop_unmatched).
-export([main/0]).

main() ->
    self() ! {other, 1},
    self() ! {want, 2},
    self() ! {other, 3},
    self() ! {want, 4},
    A = receive {want, X} -> X end,
    B = receive {want, Y} -> Y end,
    {messages, Left} = process_info(self(), messages),
    {message_queue_len, Length} = process_info(self(), message_queue_len),
    io:format("got ~p and ~p, left ~p (~p)~n", [A, B, Left, Length]),
    receive Z -> Z end.
