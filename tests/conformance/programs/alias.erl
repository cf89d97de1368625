%% A reply to an alias that is no longer active is dropped.
-module(alias).
-export([main/0]).

main() ->
    Alias = alias(),
    Alias ! first,
    A = receive first -> got_first after 50 -> nothing end,
    B = unalias(Alias),
    Alias ! second,
    C = receive second -> got_second after 50 -> nothing end,
    {A, B, C, unalias(Alias)}.
