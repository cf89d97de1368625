%% Forms and expressions in the abstract format as source text; the shell's printer lays them out. A form ends with a new line.
-module(erl_pp).
-export([form/1, form/2, attribute/1, attribute/2, function/1, function/2, guard/1, guard/2, exprs/1, exprs/2, exprs/3,
         expr/1, expr/2, expr/3, expr/4]).

form(Form) -> form(Form, []).

form({function, _, _, _, _} = Function, Options) -> function(Function, Options);
form({attribute, _, _, _} = Attribute, Options) -> attribute(Attribute, Options);
form({error, Info}, _) -> io_lib:format("~p~n", [{error, Info}]);
form({warning, Info}, _) -> io_lib:format("~p~n", [{warning, Info}]);
form({eof, _}, _) -> "\n".

function(Function) -> function(Function, []).

function({function, _, _, _, _} = Function, _) -> [shell_native:form_text(Function), $\n].

attribute(Attribute) -> attribute(Attribute, []).

attribute({attribute, _, Name, Functions}, _) when Name =:= export; Name =:= export_type; Name =:= optional_callbacks ->
    Head = io_lib:format("-~s([", [Name]),
    [Head, names(Functions, lists:flatlength(Head)), "]).\n"];
attribute({attribute, _, import, {Module, Functions}}, _) ->
    Head = io_lib:format("-import(~tp, [", [Module]),
    [Head, names(Functions, lists:flatlength(Head)), "]).\n"];
attribute({attribute, _, record, {Name, Fields}} = Record, _) ->
    case lists:keymember(typed_record_field, 1, Fields) of
        true -> erl_pp_type:record(Name, Fields);
        false -> [shell_native:form_text(Record), $\n]
    end;
attribute({attribute, _, Kind, {Name, Type, Variables}}, _) when Kind =:= type; Kind =:= opaque ->
    erl_pp_type:definition(Kind, Name, Variables, Type);
attribute({attribute, _, Kind, {Function, [_ | _] = Types}}, _) when Kind =:= spec; Kind =:= callback ->
    erl_pp_type:specification(Kind, Function, Types);
attribute({attribute, _, file, {File, Line}}, _) -> io_lib:format("-file(~tp, ~w).~n", [File, Line]);
attribute({attribute, _, Name, Value}, _) ->
    Head = io_lib:format("-~tw(", [Name]),
    [Head, expr(erl_parse:abstract(Value), lists:flatlength(Head), []), ").\n"].

%% On one line, or each on its own.
names(Functions, Column) ->
    Texts = [io_lib:format("~tw/~w", [Name, Arity]) || {Name, Arity} <- Functions],
    Line = lists:flatten(lists:join(",", Texts)),
    case Column + length(Line) =< 72 of
        true -> Line;
        false -> lists:join([",\n" | lists:duplicate(Column, $\s)], Texts)
    end.

guard(Guard) -> guard(Guard, []).

guard(Guard, _) -> text({clause, 0, [], Guard, [{atom, 0, ok}]}, 0).

exprs(Exprs) -> exprs(Exprs, []).

exprs(Exprs, Options) -> exprs(Exprs, 0, Options).

exprs([], _, _) -> [];
exprs(Exprs, Indentation, _) -> text({clause, 0, [], [], Exprs}, Indentation).

expr(Expr) -> expr(Expr, []).

expr(Expr, Options) -> expr(Expr, 0, Options).

expr(Expr, Indentation, Options) -> expr(Expr, Indentation, 0, Options).

expr(Expr, Indentation, _Precedence, _Options) -> exprs([Expr], Indentation, []).

text(Clause, Column) -> shell_native:form_text({function, 0, text, 0, [Clause]}, max(0, Column)).
