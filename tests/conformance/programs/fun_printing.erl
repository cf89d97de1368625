-module(fun_printing).
-export([main/0, five/1]).

main() ->
    N = five(2),
    F = fun(X) -> X + N end,
    io:format("~p ~p ~p~n", [F, fun helper/1, fun lists:map/2]),
    {module, M} = erlang:fun_info(F, module),
    {arity, A} = erlang:fun_info(F, arity),
    {type, T} = erlang:fun_info(F, type),
    {env, E} = erlang:fun_info(F, env),
    {type, T2} = erlang:fun_info(fun ?MODULE:main/0, type),
    {M, A, T, E, T2, is_function(F, 1), is_function(F, 2)}.

helper(X) -> X.

five(N) -> N + 3.
