%% A module that only the first node has.
-module(near).
-export([times/1, a_fun/0]).

times(N) -> N * N.

a_fun() -> fun(N) -> N + 1 end.
