-module(format_not_a_list).
-export([f/1]).
f(X) ->
    io:format("~p", 1),
    io:format("~p", a),
    io:format("~p", {X}),
    io:format("~p", [X | a]),
    io:format("~p", 1.5),
    io:format("~p~p", [X | [X]]),
    io:format("~p~p", [X | X]),
    io:format(user, "~p", 1),
    io_lib:format("~p", 1).
