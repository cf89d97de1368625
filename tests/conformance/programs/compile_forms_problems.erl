%% What compile:forms/1,2 says about forms with problems.
-module(compile_forms_problems).
-export([main/0]).

forms(Expr) ->
    [{attribute, 1, module, m}, {attribute, 1, export, [{f, 0}]}, {function, 2, f, 0, [{clause, 2, [], [], [Expr]}]}].

seen({ok, Module, Binary}) when is_binary(Binary) -> {ok, Module, binary};
seen({ok, Module, Binary, Warnings}) when is_binary(Binary) -> {ok, Module, binary, Warnings};
seen(Other) -> Other.

show(Forms, Options) -> io:format("~p~n", [seen(compile:forms(Forms, Options))]).

main() ->
    Good = forms({atom, 2, x}),
    Bad = forms({var, 3, 'X'}),
    Unused = forms({match, 3, {var, {3, 4}, 'X'}, {atom, 3, a}}),
    io:format("~p~n", [[seen(compile:forms(Forms)) || Forms <- [Good, Bad, Unused]]]),
    [show(Forms, Options) || Forms <- [Good, Bad, Unused], Options <- [[], [return], [report], report, [binary, return]]],
    Named = [{attribute, 1, file, {"my.erl", 1}} | Unused],
    [show(Named, Options) || Options <- [[return], [report]]],
    show(Unused, [return, {source, "src.erl"}]),
    show([hd(Good)], [return]),
    show(Good ++ [{eof, 9}], [return]),
    show(tl(Good), [return]),
    show(tl(Good), []),
    show([], []),
    show([foo], []),
    show(forms({bogus, 1}), []),
    {ok, m, Binary} = compile:forms([{attribute, 1, file, {"my.erl", 1}} | forms({call, {7, 3}, {atom, 7, error}, [{atom, 7, xx}]})]),
    code:load_binary(m, "m.erl", Binary),
    try m:f() catch _:_:Stack -> hd(Stack) end.
