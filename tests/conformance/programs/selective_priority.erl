%% High priority first, by an inner receive with after 0.
-module(selective_priority).
-export([main/0]).

main() ->
    self() ! {15, high},
    self() ! {7, low},
    self() ! {1, low},
    self() ! {17, high},
    important().

important() ->
    receive
        {Priority, Message} when Priority > 10 -> [Message | important()]
    after 0 ->
        normal()
    end.

normal() ->
    receive
        {_, Message} -> [Message | normal()]
    after 0 ->
        []
    end.
