-module(fun2ms_first_problem_only).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(X) ->
    ets:fun2ms(fun({A}) ->
                       case A of x -> X end
               end),
    ets:fun2ms(fun({B}) -> bar(B) end),
    Unbound.
u() -> .
