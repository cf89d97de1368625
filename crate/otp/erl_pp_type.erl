%% Types, specifications and typed records as source text, for erl_pp: on one line, or the parts of the outermost type on lines of
%% their own.
-module(erl_pp_type).
-export([definition/4, specification/3, record/2]).

-define(COLUMNS, 80).

definition(Kind, Name, Variables, Type) ->
    Head = io_lib:format("-~s ~ts(~ts)", [Kind, io_lib:write_atom(Name), comma([flat(V) || V <- Variables])]),
    Margin = length(atom_to_list(Kind)) + 6,
    choose([Head, " :: ", flat(Type), ".\n"],
           fun() -> [Head, " ::\n", spaces(Margin), fitting(Type, Margin), ".\n"] end).

specification(Kind, Function, Types) ->
    Head = lists:flatten(io_lib:format("-~s ~ts", [Kind, function(Function)])),
    Margin = length(Head),
    Clauses = [clause(Type, Margin) || Type <- Types],
    [Head, lists:join([";\n", spaces(Margin)], Clauses), ".\n"].

function({Name, _}) -> io_lib:write_atom(Name);
function({Module, Name, _}) -> [io_lib:write_atom(Module), $:, io_lib:write_atom(Name)].

clause(Type, Margin) ->
    {Arguments, Result, Constraints} = parts(Type),
    Before = ["(", comma([flat(Argument) || Argument <- Arguments]), ") ->"],
    Line = [Before, " ", flat(Result), [[" when ", comma(Constraints)] || Constraints =/= []]],
    Broken = fun() ->
        [Before, "\n", spaces(Margin + 4), fitting(Result, Margin + 4),
         [["\n", spaces(Margin + 4), "when ", lists:join([",\n", spaces(Margin + 9)], Constraints)] || Constraints =/= []]]
    end,
    case Margin + chars(Line) < ?COLUMNS of
        true -> Line;
        false -> Broken()
    end.

parts({type, _, bounded_fun, [Fun, Constraints]}) ->
    {Arguments, Result, []} = parts(Fun),
    {Arguments, Result, [flat(Constraint) || Constraint <- Constraints]};
parts({type, _, 'fun', [{type, _, product, Arguments}, Result]}) ->
    {Arguments, Result, []}.

record(Name, Fields) ->
    Head = ["-record(", io_lib:write_atom(Name), ","],
    Texts = [field(Field) || Field <- Fields],
    choose([Head, "{", comma(Texts), "}).\n"],
           fun() -> [Head, "{", lists:join([",\n", spaces(chars(Head) + 1)], Texts), "}).\n"] end).

field({typed_record_field, Field, Type}) -> [field(Field), " :: ", flat(Type)];
field({record_field, _, Name}) -> flat(Name);
field({record_field, _, Name, Default}) -> [flat(Name), " = ", erl_pp:expr(Default)].

choose(Line, Broken) ->
    case chars(Line) =< ?COLUMNS of
        true -> Line;
        false -> Broken()
    end.

%% On one line if there is room from this column on.
fitting(Type, Column) ->
    Line = flat(Type),
    case Column + chars(Line) < ?COLUMNS of
        true -> Line;
        false -> broken(Type, Column)
    end.

broken({type, _, union, Types}, Column) ->
    Lines = [lists:join(" | ", [fitting(Type, Column) || Type <- Line]) || Line <- lines(Types)],
    lists:join([" |\n", spaces(Column)], Lines);
broken({type, _, map, Fields}, Column) when is_list(Fields) ->
    ["#{", lists:join([",\n", spaces(Column + 2)], [fitting(Field, Column + 2) || Field <- Fields]), "}"];
broken({type, _, tuple, Types}, Column) when is_list(Types) ->
    ["{", lists:join([",\n", spaces(Column + 1)], [fitting(Type, Column + 1) || Type <- Types]), "}"];
broken({type, _, list, [Type]}, Column) -> ["[", fitting(Type, Column + 1), "]"];
broken(Type, _) -> flat(Type).

%% Words that stand side by side share a line; all others have one of their own.
lines([]) -> [];
lines([Type | Types]) ->
    case lists:splitwith(fun is_word/1, [Type | Types]) of
        {[], _} -> [[Type] | lines(Types)];
        {Words, Rest} -> [Words | lines(Rest)]
    end.

is_word({Kind, _, _}) -> lists:member(Kind, [atom, integer, char]);
is_word({type, _, Kind, []}) -> lists:member(Kind, [nil, tuple, 'fun']);
is_word({type, _, binary, [{integer, _, 0}, {integer, _, 0}]}) -> true;
is_word(_) -> false.

flat({ann_type, _, [Variable, Type]}) -> [flat(Variable), " :: ", flat(Type)];
flat({paren_type, _, [Type]}) -> flat(Type);
flat({var, _, Name}) -> atom_to_list(Name);
flat({type, _, union, Types}) -> lists:join(" | ", [flat(Type) || Type <- Types]);
flat({type, _, Name, any}) -> [atom_to_list(Name), "()"];
flat({type, _, tuple, Types}) -> ["{", comma([flat(Type) || Type <- Types]), "}"];
flat({type, _, map, Fields}) -> ["#{", comma([flat(Field) || Field <- Fields]), "}"];
flat({type, _, map_field_exact, [Key, Value]}) -> [flat(Key), " := ", flat(Value)];
flat({type, _, map_field_assoc, [Key, Value]}) -> [flat(Key), " => ", flat(Value)];
flat({type, _, nil, []}) -> "[]";
flat({type, _, 'fun', []}) -> "fun()";
flat({type, _, list, [Type]}) -> ["[", flat(Type), "]"];
flat({type, _, nonempty_list, [Type]}) -> ["[", flat(Type), ", ...]"];
flat({type, _, binary, [Base, Unit]}) -> ["<<", comma(size("_:", Base) ++ size("_:_*", Unit)), ">>"];
flat({type, _, range, [From, To]}) -> [flat(From), "..", flat(To)];
flat({type, _, record, [Name | Fields]}) -> ["#", flat(Name), "{", comma([flat(Field) || Field <- Fields]), "}"];
flat({type, _, field_type, [Name, Type]}) -> [flat(Name), " :: ", flat(Type)];
flat({type, _, 'fun', [{type, _, any}, Result]}) -> ["fun((...) -> ", flat(Result), ")"];
flat({type, _, 'fun', [{type, _, product, Arguments}, Result]}) ->
    ["fun((", comma([flat(Argument) || Argument <- Arguments]), ") -> ", flat(Result), ")"];
flat({type, _, constraint, [_, [Variable, Type]]}) -> [flat(Variable), " :: ", flat(Type)];
flat({remote_type, _, [Module, Name, Arguments]}) -> [flat(Module), ":", flat(Name), arguments(Arguments)];
flat({Kind, _, Name, Arguments}) when Kind =:= type; Kind =:= user_type -> [io_lib:write_atom(Name), arguments(Arguments)];
flat(Value) -> erl_pp:expr(Value).

arguments(Arguments) -> ["(", comma([flat(Argument) || Argument <- Arguments]), ")"].

size(_, {integer, _, 0}) -> [];
size(Before, Size) -> [[Before, flat(Size)]].

comma(Texts) -> lists:join(", ", Texts).

chars(Text) -> string:length(Text).

spaces(Count) -> lists:duplicate(Count, $\s).
