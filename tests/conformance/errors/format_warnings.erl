-module(format_warnings).
-export([f/1]).

f(X) ->
    io:format("~p~n", [X, X]),
    io:format("~k~n", [X]),
    io_lib:format("~s ~w", [X]),
    io:format("~p", []),
    io:format(X, [1]).
