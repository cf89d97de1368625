-module(deprecated_and_obsolete).
-export([f/1]).

f(X) ->
    catch erlang:get_stacktrace(),
    erlang:now(),
    is_list(X).
