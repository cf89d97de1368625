-module(fun2ms_called).
-export([main/0]).

%% Without the header nothing is translated.
main() ->
    io:format("~p~n", [catch ets:fun2ms(fun(X) -> X end)]),
    io:format("~p~n", [catch dbg:fun2ms(fun(X) -> X end)]),
    {'EXIT', {function_clause, [{ets, fun2ms, Args, _} | _]}} = (catch ets:fun2ms(not_a_fun)),
    Args.
