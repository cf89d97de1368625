-module(bad_calls).
-export([f/0]).

f() ->
    1 + a,
    atom_to_list(1),
    hd([]),
    io:format("~p ~p~n", [1]),
    io:format("~p~n", 1),
    element(0, {a}).
