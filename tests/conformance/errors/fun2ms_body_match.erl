-module(fun2ms_body_match).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A}) -> B = A, B end).
