-module(broken).
-export([f/1, g/0]).

f(X) ->
    Y.

h() -> undefined_function(1).
