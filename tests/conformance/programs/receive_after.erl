-module(receive_after).
-export([main/0]).

main() ->
    A = receive never -> 1 after 0 -> timeout0 end,
    self() ! hello,
    B = receive hello -> hello after 0 -> missed end,
    C = receive never -> 1 after 20 -> timeout20 end,
    self() ! late,
    D = receive late -> late after infinity -> never end,
    E = receive after 10 -> slept end,
    [A, B, C, D, E].
