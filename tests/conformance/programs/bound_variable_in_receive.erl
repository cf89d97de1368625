%% A variable that is bound already matches only its value.
-module(bound_variable_in_receive).
-export([main/0]).

main() ->
    self() ! first,
    self() ! second,
    Msg = receive M -> M end,
    Again = receive Msg -> {same, Msg} after 0 -> nothing_matches end,
    Rest = receive Other -> Other end,
    {Msg, Again, Rest}.
