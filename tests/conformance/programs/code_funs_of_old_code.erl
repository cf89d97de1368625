%% Funs that outlive the code they came from.
-module(code_funs_of_old_code).
-export([main/0]).

forms(Value) ->
    Fun = {'fun', 3, {clauses, [{clause, 3, [{var, 3, 'X'}], [], [{tuple, 3, [{integer, 3, Value}, {var, 3, 'X'}]}]}]}},
    [{attribute, 1, module, maker}, {attribute, 1, export, [{make, 0}]},
     {function, 3, make, 0, [{clause, 3, [], [], [Fun]}]}].

load(Value) ->
    {ok, maker, Binary} = compile:forms(forms(Value)),
    {module, maker} = code:load_binary(maker, "maker.erl", Binary).

call(Fun) -> try Fun(x) catch error:{badfun, Fun} -> badfun; Class:Reason -> {Class, Reason} end.

main() ->
    load(1),
    Fun = maker:make(),
    Export = fun maker:make/0,
    io:format("~p~n", [call(Fun)]),
    load(2),
    New = maker:make(),
    io:format("~p ~p ~p~n", [call(Fun), call(New), Fun =:= New]),
    io:format("~p ~p~n", [code:purge(maker), call(Fun)]),
    io:format("~p~n", [(Export())(y)]),
    io:format("~p~n", [[erlang:fun_info(Fun, Item) || Item <- [module, arity, index, type, env]]]),
    io:format("~p ~p~n", [erlang:fun_info(Fun, uniq) =:= erlang:fun_info(New, uniq), Fun =:= binary_to_term(term_to_binary(Fun))]),
    code:delete(maker),
    io:format("~p ~p~n", [call(New), code:soft_purge(maker)]),
    io:format("~p ~p~n", [call(New), call(Fun)]),
    load(1),
    {call(Fun), call(New)}.
