-module(fun2ms_scopes).
-export([t/1]).

-include_lib("stdlib/include/ms_transform.hrl").

t(X) ->
    case X of
        {Y} -> ets:fun2ms(fun({Y}) -> Y end);
        Z -> fun(W) -> ets:fun2ms(fun({W, Z, Y}) -> {W, Y, Z} end) end
    end.
