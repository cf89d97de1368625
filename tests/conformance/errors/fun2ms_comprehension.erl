-module(fun2ms_comprehension).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A}) -> [X || X <- A] end).
