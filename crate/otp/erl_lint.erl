%% What is wrong with a module, for programs: by way of the compiler (crate/src/compile/lint).
-module(erl_lint).
-export([module/1, module/2, module/3, format_error/1, is_guard_test/1, is_guard_test/2, is_guard_expr/1]).

module(Forms) -> module(Forms, file_of(Forms)).
module(Forms, File) -> module(Forms, File, []).

module(Forms, File, Options) ->
    {Broken, Whole} = lists:partition(fun(Form) -> element(1, Form) =:= error orelse element(1, Form) =:= warning end, Forms),
    {Errors, Warnings} = compile:lint(Whole, File, Options),
    case with([Reason || {error, Reason} <- Broken], File, Errors) of
        [] -> {ok, Warnings};
        All -> {error, All, Warnings}
    end.

with([], _, Errors) -> Errors;
with(Reasons, File, []) -> [{File, Reasons}];
with(Reasons, _, [{File, Errors} | Others]) -> [{File, Reasons ++ Errors} | Others].

file_of([{attribute, _, file, {File, _}} | _]) -> File;
file_of(_) -> "nofile".

%% --- guards

is_guard_expr({op, _, Op, Left, Right}) ->
    (erl_internal:arith_op(Op, 2) orelse erl_internal:bool_op(Op, 2) orelse erl_internal:comp_op(Op, 2)
        orelse Op =:= 'andalso' orelse Op =:= 'orelse') andalso is_guard_expr(Left) andalso is_guard_expr(Right);
is_guard_expr({op, _, Op, Operand}) ->
    (erl_internal:arith_op(Op, 1) orelse erl_internal:bool_op(Op, 1)) andalso is_guard_expr(Operand);
is_guard_expr({call, _, {remote, _, {atom, _, erlang}, Name}, Arguments}) -> is_guard_expr({call, 0, Name, Arguments});
is_guard_expr({call, _, {atom, _, Name}, Arguments}) ->
    erl_internal:guard_bif(Name, length(Arguments)) orelse erl_internal:type_test(Name, length(Arguments))
        andalso lists:all(fun is_guard_expr/1, Arguments);
is_guard_expr({cons, _, Head, Tail}) -> is_guard_expr(Head) andalso is_guard_expr(Tail);
is_guard_expr({tuple, _, Parts}) -> lists:all(fun is_guard_expr/1, Parts);
is_guard_expr({map, _, Fields}) -> lists:all(fun is_guard_expr/1, Fields);
is_guard_expr({map, _, Map, Fields}) -> lists:all(fun is_guard_expr/1, [Map | Fields]);
is_guard_expr({Field, _, Key, Value}) when Field =:= map_field_assoc; Field =:= map_field_exact ->
    is_guard_expr(Key) andalso is_guard_expr(Value);
is_guard_expr({bin, _, Elements}) -> lists:all(fun({bin_element, _, Value, _, _}) -> is_guard_expr(Value) end, Elements);
is_guard_expr({Record, _, _, Parts}) when Record =:= record, is_list(Parts) ->
    lists:all(fun({record_field, _, _, Value}) -> is_guard_expr(Value) end, Parts);
is_guard_expr({record_field, _, Record, _, _}) -> is_guard_expr(Record);
is_guard_expr({record_index, _, _, _}) -> true;
is_guard_expr({Literal, _, _}) ->
    lists:member(Literal, [var, atom, integer, float, char, string]);
is_guard_expr({nil, _}) -> true;
is_guard_expr(_) -> false.

is_guard_test(Test) -> is_guard_test(Test, []).

is_guard_test({call, _, {atom, _, Name}, Arguments} = Test, _) when length(Arguments) > 0 ->
    (erl_internal:type_test(Name, length(Arguments)) orelse erl_internal:guard_bif(Name, length(Arguments)))
        andalso is_guard_expr(Test);
is_guard_test(Test, _) -> is_guard_expr(Test).

%% --- words

format_error(undefined_module) -> "no module definition";
format_error(redefine_module) -> "redefining module";
format_error(pmod_unsupported) -> "parameterized modules are no longer supported";
format_error(illegal_pattern) -> "illegal pattern";
format_error(illegal_guard_expr) -> "illegal guard expression";
format_error(illegal_expr) -> "illegal expression";
format_error({attribute, Name}) -> io_lib:format("attribute ~tw after function definitions", [Name]);
format_error({unbound_var, Name}) -> io_lib:format("variable ~w is unbound", [Name]);
format_error({unused_var, Name}) -> io_lib:format("variable ~w is unused", [Name]);
format_error({shadowed_var, Name, Where}) -> io_lib:format("variable ~w shadowed in ~w", [Name, Where]);
format_error({exported_var, Name, {What, Place}}) ->
    io_lib:format("variable ~w exported from ~w ~s", [Name, What, place(Place)]);
format_error({unsafe_var, Name, {What, Place}}) -> io_lib:format("variable ~w unsafe in ~w ~s", [Name, What, place(Place)]);
format_error({undefined_function, {Name, Arity}}) -> io_lib:format("function ~tw/~w undefined", [Name, Arity]);
format_error({redefine_function, {Name, Arity}}) -> io_lib:format("function ~tw/~w already defined", [Name, Arity]);
format_error({unused_function, {Name, Arity}}) -> io_lib:format("function ~tw/~w is unused", [Name, Arity]);
format_error({duplicated_export, {Name, Arity}}) -> io_lib:format("function ~tw/~w already exported", [Name, Arity]);
format_error({unused_import, {{Name, Arity}, Module}}) ->
    io_lib:format("import ~w:~tw/~w is unused", [Module, Name, Arity]);
format_error({undefined_record, Name}) -> io_lib:format("record ~tw undefined", [Name]);
format_error({redefine_record, Name}) -> io_lib:format("record ~tw already defined", [Name]);
format_error({unused_record, Name}) -> io_lib:format("record ~tw is unused", [Name]);
format_error({undefined_field, Record, Field}) -> io_lib:format("field ~tw undefined in record ~tw", [Field, Record]);
format_error({redefine_field, Record, Field}) -> io_lib:format("field ~tw already defined in record ~tw", [Field, Record]);
format_error({undefined_type, {Name, Arity}}) -> io_lib:format("type ~tw/~w undefined", [Name, Arity]);
format_error({unused_type, {Name, Arity}}) -> io_lib:format("type ~tw/~w is unused", [Name, Arity]);
format_error({undefined_behaviour, Name}) -> io_lib:format("behaviour ~tw undefined", [Name]);
format_error({undefined_behaviour_func, {Name, Arity}, Behaviour}) ->
    io_lib:format("undefined callback function ~tw/~w (behaviour '~w')", [Name, Arity, Behaviour]);
format_error({call_to_redefined_bif, {Name, Arity}}) ->
    io_lib:format("ambiguous call of overridden auto-imported BIF ~w/~w", [Name, Arity]);
format_error({format_error, {Format, Arguments}}) -> io_lib:format(Format, Arguments);
format_error({_, Text}) when is_list(Text) -> Text;
format_error(Other) -> io_lib:format("~tp", [Other]).

place({Line, Column}) -> io_lib:format("(line ~w, column ~w)", [Line, Column]);
place(Line) -> io_lib:format("(line ~w)", [Line]).
