-module(string_concatenation).
-export([f/1]).

f(X) ->
    "a" + "b",
    "a" . "b".
