-module(fun2ms_head_match).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(_) ->
    ets:fun2ms(fun({A, {B} = C}) -> {A, B, C} end).
