%% Every kind of expression as abstract forms, compiled and called.
-module(compile_forms).
-export([main/0]).

%% fun f/1 of a module whose clauses these are, called.
run(Clauses) -> run(Clauses, 5).

run(Clauses, Argument) ->
    Forms = [{attribute, 1, module, ran}, {attribute, 1, record, {r, [{record_field, 1, {atom, 1, a}}, {record_field, 1, {atom, 1, b}, {integer, 1, 7}}]}},
             {attribute, 1, export, [{f, 1}]}, {attribute, 1, author, [me]}, {attribute, 1, import, {lists, [{reverse, 1}]}},
             {function, 2, f, 1, Clauses}, {eof, 9}],
    {ok, ran, Binary, _} = compile:forms(Forms, [return, nowarn_unused_vars, nowarn_unused_record, nowarn_unused_import]),
    {module, ran} = code:load_binary(ran, "ran.erl", Binary),
    try ran:f(Argument) catch Class:Reason:Stack -> {Class, Reason, hd(Stack)} end.

body(Exprs) -> run([{clause, 2, [{var, 2, 'X'}], [], Exprs}]).

show(Exprs) -> io:format("~p~n", [body(Exprs)]).

main() ->
    X = {var, 3, 'X'},
    One = {integer, 3, 1},
    Atom = fun(A) -> {atom, 3, A} end,
    Clause = fun(Patterns, Body) -> {clause, 3, Patterns, [], Body} end,
    show([{tuple, 3, [X, One, {float, 3, 1.5}, {char, 3, $a}, {string, 3, "text"}, {nil, 3}, {integer, 3, 1 bsl 80}]}]),
    show([{cons, 3, X, {cons, 3, One, {nil, 3}}}]),
    show([{cons, 3, X, One}]),
    show([{map, 3, [{map_field_assoc, 3, Atom(k), X}]}]),
    show([{map, 3, {map, 3, [{map_field_assoc, 3, Atom(k), X}]}, [{map_field_exact, 3, Atom(k), One}]}]),
    show([{bin, 3, [{bin_element, 3, X, {integer, 3, 16}, [big, {unit, 1}]}, {bin_element, 3, {string, 3, "ab"}, default, default}]}]),
    show([{op, 3, '+', X, {op, 3, '-', One}}]),
    show([{op, 3, 'andalso', {op, 3, '>', X, One}, {op, 3, 'not', Atom(false)}}]),
    show([{match, 3, {var, 3, 'Y'}, X}, {var, 4, 'Y'}]),
    show([{block, 3, [One, X]}]),
    show([{call, 3, {remote, 3, Atom(erlang), Atom(abs)}, [{op, 3, '-', X}]}]),
    show([{call, 3, Atom(reverse), [{string, 3, "abc"}]}]),
    show([{call, 3, Atom(length), [{nil, 3}]}]),
    show([{lc, 3, {op, 3, '*', {var, 3, 'E'}, X}, [{generate, 3, {var, 3, 'E'}, {cons, 3, One, {nil, 3}}}, {op, 3, '>', {var, 3, 'E'}, {integer, 3, 0}}]}]),
    show([{bc, 3, {bin, 3, [{bin_element, 3, {var, 3, 'E'}, default, default}]}, [{b_generate, 3, {bin, 3, [{bin_element, 3, {var, 3, 'E'}, default, default}]}, {bin, 3, [{bin_element, 3, {string, 3, "xyz"}, default, default}]}}]}]),
    show([{'if', 3, [{clause, 3, [], [[{op, 3, '>', X, One}]], [Atom(yes)]}, {clause, 3, [], [[Atom(true)]], [Atom(no)]}]}]),
    show([{'case', 3, X, [Clause([One], [Atom(one)]), Clause([{var, 3, '_'}], [Atom(other)])]}]),
    show([{'receive', 3, [Clause([Atom(never)], [One])], {integer, 3, 0}, [Atom(late)]}]),
    show([{'try', 3, [{call, 3, Atom(throw), [X]}], [], [{clause, 3, [{tuple, 3, [Atom(throw), {var, 3, 'T'}, {var, 3, '_'}]}], [], [{var, 3, 'T'}]}], [One]}]),
    show([{'try', 3, [X], [Clause([{var, 3, 'Z'}], [{tuple, 3, [{var, 3, 'Z'}]}])], [], []}]),
    show([{'catch', 3, {call, 3, Atom(exit), [X]}}]),
    show([{call, 3, {'fun', 3, {clauses, [Clause([{var, 3, 'A'}], [{op, 3, '+', {var, 3, 'A'}, X}])]}}, [One]}]),
    show([{call, 3, {named_fun, 3, 'Down', [Clause([{integer, 3, 0}], [Atom(done)]), Clause([{var, 3, 'N'}], [{call, 3, {var, 3, 'Down'}, [{op, 3, '-', {var, 3, 'N'}, One}]}])]}, [X]}]),
    show([{call, 3, {'fun', 3, {function, Atom(lists), Atom(sum), {integer, 3, 1}}}, [{cons, 3, X, {cons, 3, X, {nil, 3}}}]}]),
    show([{record, 3, r, [{record_field, 3, Atom(a), X}]}]),
    show([{record_field, 3, {record, 3, {record, 3, r, []}, r, [{record_field, 3, Atom(b), X}]}, r, Atom(b)}]),
    show([{record_index, 3, r, Atom(b)}]),
    show([{call, 8, Atom(error), [Atom(wrong)]}]),
    io:format("~p~n", [run([{clause, 2, [{cons, 2, {var, 2, 'H'}, {var, 2, '_'}}], [[{call, 2, {atom, 2, is_integer}, [{var, 2, 'H'}]}], [{op, 2, '=:=', {var, 2, 'H'}, {atom, 2, a}}]], [{var, 2, 'H'}]}, {clause, 3, [{var, 3, '_'}], [], [{nil, 3}]}], [a])]),
    {lists:sort(ran:module_info(exports)), lists:keydelete(vsn, 1, ran:module_info(attributes))}.
