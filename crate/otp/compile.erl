%% The compiler for programs: files and forms in, an object file or a binary out. The compiler itself is in crate/src/compile,
%% the way to it in crate/src/builtin/compiler.rs. An object file holds the source with its headers and options, and is
%% compiled again when it is loaded; what is in it is for `code' alone to know.
-module(compile).
-export([file/1, file/2, forms/1, forms/2, noenv_file/2, noenv_forms/2, output_generated/1, noenv_output_generated/1,
         env_compiler_options/0, format_error/1]).
%% For erl_lint: {Errors, Warnings}.
-export([lint/3]).
%% For module code, and for the world.
-export([object/1, md5/1, transform_source/2]).

-define(MAGIC, "Spwn").

%% --- calls

file(File) -> file(File, [verbose, report]).

file(File, Options) when is_list(Options) ->
    Base = filename:rootname(here(text(File)), ".erl"),
    Name = Base ++ ".erl",
    case file:read_file(Name) of
        {ok, Text} ->
            {Result, Rest} = run({source, Name, Text}, Options),
            deliver(Result, filename:basename(Base), Rest);
        {error, Reason} ->
            fail(Name, {epp, Reason}, [], expand(Options))
    end;
file(File, Option) ->
    file(File, [Option, verbose, report]).

forms(Forms) -> forms(Forms, [verbose, report]).

forms(Forms, Options) when is_list(Options) ->
    Source = proplists:get_value(source, Options, ""),
    {Result, Rest} = run({forms, Forms, text(Source)}, Options),
    deliver(Result, none, [binary | Rest]);
forms(Forms, Option) ->
    forms(Forms, [Option, verbose, report]).

%% There is no environment to take options from.
noenv_file(File, Options) -> file(File, Options).
noenv_forms(Forms, Options) -> forms(Forms, Options).
noenv_output_generated(Options) -> output_generated(Options).
env_compiler_options() -> [].

output_generated(Options) ->
    not lists:any(fun(Option) -> lists:member(Option, [binary, basic_validation, strong_validation]) end, Options).

here("./" ++ Name) -> here(Name);
here(Name) -> Name.

text(Name) when is_atom(Name) -> atom_to_list(Name);
text(Name) -> lists:flatten(Name).

expand(Options) -> lists:flatmap(fun expanded/1, Options).

expanded(return) -> [return_errors, return_warnings];
expanded(report) -> [report_errors, report_warnings];
expanded(Option) -> [Option].

%% --- compiling: {{Module, Binary, Warnings} | {error, Errors, Warnings}, Options}

run(Input, Given) ->
    Options = expand(Given),
    Macros = lists:flatmap(fun macro/1, Options),
    Attributes = [Option || Option <- Options, is_attribute(Option)],
    case transformed(Input, {Macros, Attributes, node}, Options) of
        {ok, Forms, Early} ->
            {Result, _} = translate(Forms, Macros, [A || A <- Attributes, not is_transform(A)], Options),
            {with_warnings(Early, Result), Options};
        {error, _, _} = Error ->
            {Error, Options}
    end.

translate(Input, Macros, Attributes, Options) ->
    case prim_compile:compile(Input, {Macros, Attributes, node}) of
        malformed ->
            Crash = {crash, lint_module, function_clause, []},
            report(report_errors, Options, ": internal error in pass lint_module\n"),
            {{error, [{element(3, Input), [{none, ?MODULE, Crash}]}], []}, Options};
        {Module, Md5, Problems, Printed, Headers} ->
            Errors = groups([Problem || {error, _, _, _, _} = Problem <- Problems]),
            Warnings = groups([Problem || {warning, _, _, _, _} = Problem <- Problems]),
            Strict = Warnings =/= [] andalso lists:member(warnings_as_errors, Options),
            print(Printed, Strict andalso Errors =:= [], Options),
            if
                Module =:= []; Strict -> {{error, Errors, Warnings}, Options};
                true -> {{Module, binary(Module, Md5, Input, {Macros, Attributes, Headers}), Warnings}, Options}
            end
    end.

lint(Forms, File, Options) ->
    Attributes = [Option || Option <- Options, is_attribute(Option), not is_transform(Option)],
    {_, _, Problems, _, _} = prim_compile:compile({forms, Forms, text(File)}, {[], Attributes, node}),
    {groups([Problem || {error, _, _, _, _} = Problem <- Problems]),
     groups([Problem || {warning, _, _, _, _} = Problem <- Problems])}.

%% Ends the process with what the source's own parse transforms make of it, for the world, which compiles it then:
%% {forms, Forms, Problems} | {source, Problems}.
transform_source(File, Text) ->
    error({transformed, case transformed({source, File, Text}, {[], [], node}, []) of
        {ok, {forms, Forms, _}, Warnings} -> {forms, Forms, told(warning, Warnings)};
        {ok, _, _} -> {source, []};
        {error, Errors, Warnings} -> {source, told(error, Errors) ++ told(warning, Warnings)}
    end}).

told(Kind, Problems) ->
    [{Kind, File, Place, lists:flatten(Module:format_error(Problem))} ||
        {File, Found} <- Problems, {Place, Module, Problem} <- Found].

with_warnings([], Result) -> Result;
with_warnings(Early, {error, Errors, Warnings}) -> {error, Errors, by_file(Early ++ Warnings)};
with_warnings(Early, {Module, Binary, Warnings}) -> {Module, Binary, by_file(Early ++ Warnings)}.

%% Each file once, its problems in order.
by_file(Problems) ->
    [{File, lists:sort(lists:append([Found || {Of, Found} <- Problems, Of =:= File]))} ||
        File <- lists:usort([File || {File, _} <- Problems])].

%% --- parse transforms: {ok, Input, Warnings} | {error, Errors, Warnings}

%% What the module's parse transforms make of it. The compiler knows OTP's own transforms itself.
transformed(Input, Settings, Options) ->
    case lists:any(fun is_transform/1, Options) orelse mentions_transform(Input) of
        true -> transform(abstract_forms(Input, Settings), Input, Options);
        false -> {ok, Input, []}
    end.

mentions_transform({source, _, Text}) -> binary:match(Text, <<"parse_transform">>) =/= nomatch;
mentions_transform({forms, _, _}) -> true.

abstract_forms({source, _, _} = Input, Settings) -> prim_compile:abstract(Input, Settings);
abstract_forms({forms, Forms, _}, _) -> Forms.

is_transform({parse_transform, Name}) -> not lists:member(Name, [ms_transform, eunit_autoexport, qlc]);
is_transform(_) -> false.

transform(Forms, Input, Options) when is_list(Forms) ->
    InForms = lists:flatmap(fun compile_options/1, Forms),
    case [Name || {parse_transform, Name} = Option <- Options ++ InForms, is_transform(Option)] of
        [] -> {ok, Input, []};
        Names -> transform(Names, lists:flatmap(fun without_transforms/1, Forms), element(3, place_last(Input)), Options, [])
    end;
transform(_, Input, _) ->
    % What is wrong with it is said when it is compiled.
    {ok, Input, []}.

place_last({source, File, Text}) -> {source, Text, File};
place_last(Input) -> Input.

compile_options({attribute, _, compile, Value}) when is_list(Value) -> Value;
compile_options({attribute, _, compile, Value}) -> [Value];
compile_options(_) -> [].

without_transforms({attribute, Anno, compile, Value} = Form) ->
    case lists:partition(fun is_transform/1, compile_options(Form)) of
        {[], _} -> [Form];
        {_, []} -> [];
        {_, Others} when is_list(Value) -> [{attribute, Anno, compile, Others}]
    end;
without_transforms(Form) ->
    [Form].

transform([], Forms, File, _, Warnings) ->
    {ok, {forms, Forms, File}, Warnings};
transform([Name | Names], Forms, File, Options, Warnings) ->
    case code:ensure_loaded(Name) =:= {module, Name} andalso erlang:function_exported(Name, parse_transform, 2) of
        false ->
            not_transformed([{File, [{none, ?MODULE, {undef_parse_transform, Name}}]}], Warnings, Options);
        true ->
            try Name:parse_transform(Forms, Options) of
                {error, Errors, More} ->
                    not_transformed(Errors, Warnings ++ More, Options);
                {warning, NewForms, More} ->
                    report_all(warning, More, Options),
                    transform(Names, NewForms, File, Options, Warnings ++ More);
                NewForms ->
                    transform(Names, NewForms, File, Options, Warnings)
            catch
                Class:Reason:Stack ->
                    Problem = {parse_transform, Name, {Class, Reason, Stack}},
                    not_transformed([{File, [{none, ?MODULE, Problem}]}], Warnings, Options)
            end
    end.

not_transformed(Errors, Warnings, Options) ->
    report_all(error, Errors, Options),
    report_all(warning, Warnings, Options),
    {error, Errors, Warnings}.

report_all(Kind, Problems, Options) ->
    Report = case Kind of
        error -> report_errors;
        warning -> report_warnings
    end,
    [report(Report, Options, prim_compile:rendered(File, Place, lists:flatten(Module:format_error(Problem)), Kind)) ||
        {File, Found} <- Problems, {Place, Module, Problem} <- Found].

%% As the shell words it, but nearer to the margin.
exception(Class, Reason, Stack) ->
    "** " ++ Text = lists:flatten(shell_native:exception(Class, Reason, Stack, [])),
    string:replace(Text, "\n   ", "\n", all).

macro({d, Name}) -> [{Name, true}];
macro({d, Name, Value}) -> [{Name, Value}];
macro(_) -> [].

%% What counts as if it stood in a -compile.
is_attribute(Option) when is_atom(Option) ->
    not lists:member(Option, [return_errors, return_warnings, report_errors, report_warnings, verbose, binary,
                              warnings_as_errors, basic_validation, strong_validation]);
is_attribute(Option) when tuple_size(Option) > 1 ->
    not lists:member(element(1, Option), [d, i, outdir, source]);
is_attribute(_) ->
    false.

print({Errors, Warnings}, false, Options) ->
    report(report_errors, Options, Errors),
    report(report_warnings, Options, Warnings);
print({_, Warnings}, true, Options) ->
    report(report_errors, Options, "compile: warnings being treated as errors\n"),
    report(report_errors, Options, string:replace(Warnings, ": Warning: ", ": ", all)).

report(Kind, Options, Text) ->
    case lists:member(Kind, Options) of
        true -> io:put_chars(Text);
        false -> ok
    end.

%% --- results

deliver({error, Errors, Warnings}, _Base, Options) ->
    case lists:member(return_errors, Options) of
        true -> {error, Errors, Warnings};
        false -> error
    end;
deliver({Module, Binary, Warnings}, Base, Options) ->
    Has = fun(Option) -> lists:member(Option, Options) end,
    case {Has(basic_validation), Has(strong_validation), Has(binary)} of
        {true, _, _} -> succeed({ok, []}, Warnings, Options);
        {_, true, _} -> succeed({ok, Module}, Warnings, Options);
        {_, _, true} -> succeed({ok, Module, Binary}, Warnings, Options);
        _ -> write(Module, Binary, Warnings, Base, Options)
    end.

succeed(Result, Warnings, Options) ->
    case lists:member(return_warnings, Options) of
        true -> erlang:append_element(Result, Warnings);
        false -> Result
    end.

write(Module, Binary, Warnings, Base, Options) ->
    Object = Base ++ ".beam",
    Path = filename:join(proplists:get_value(outdir, Options, "."), Object),
    case atom_to_list(Module) =:= Base of
        false ->
            fail(Object, {module_name, Module, Base}, Warnings, Options);
        true ->
            case file:write_file(Path, Binary) of
                ok -> succeed({ok, Module}, Warnings, Options);
                {error, Reason} -> fail(lists:droplast(Path) ++ "#", {write_error, Reason}, Warnings, Options)
            end
    end.

fail(File, Problem, Warnings, Options) ->
    report(report_errors, Options, [File, ": ", format_error(Problem), $\n]),
    deliver({error, [{File, [{none, ?MODULE, Problem}]}], Warnings}, none, Options).

format_error({epp, Reason}) -> file:format_error(Reason);
format_error({undef_parse_transform, Name}) ->
    io_lib:format("undefined parse transform '~ts'", [Name]);
format_error({parse_transform, Name, {Class, Reason, Stack}}) ->
    io_lib:format("error in parse transform '~ts':\n~ts", [Name, exception(Class, Reason, Stack)]);
format_error({write_error, Reason}) -> ["error writing file: ", file:format_error(Reason)];
format_error({module_name, Module, File}) ->
    io_lib:format("Module name '~s' does not match file name '~ts'", [Module, File]);
format_error({crash, Pass, Reason, _Stack}) ->
    io_lib:format("internal error in pass ~p:\nexception error: ~p", [Pass, Reason]).

%% --- what was found wrong: [{File, [{Place, Module, Descriptor}]}], pass by pass

groups([]) -> [];
groups([{_, File, _, Rule, _} | _] = Problems) ->
    Early = is_early(Rule),
    Same = fun({_, F, _, R, _}) -> F =:= File andalso is_early(R) =:= Early end,
    {Group, Rest} = lists:splitwith(Same, Problems),
    [{File, [described(Problem) || Problem <- Group]} | groups(Rest)].

is_early(Rule) -> lists:member(hd(string:split(Rule, ":")), ["erl_scan", "epp", "erl_parse"]).

described({_, _File, Place, Rule, Text}) ->
    [Module, Name] = string:split(Rule, ":"),
    {Place, list_to_atom(Module), descriptor(Module, list_to_atom(Name), Text)}.

%% OTP's term for a problem. The compiler gives its rule and its text; the names in the text are the term's arguments.
descriptor("erl_parse", _, "syntax error before: " ++ What) -> ["syntax error before: ", What];
descriptor("erl_parse", _, Text) -> Text;
descriptor("epp", undefined, Text) ->
    case arguments(Text) of
        [Macro] -> {undefined, Macro, none};
        [Macro, Arity] -> {undefined, Macro, Arity};
        _ -> {undefined, Text}
    end;
descriptor("erl_lint", Name, Text) ->
    case {Name, string:lexemes(Text, " (),")} of
        {unsafe_var, [Variable, _, _, Kind, _, Line, _, Column]} ->
            {Name, name(Variable), {name(Kind), {list_to_integer(Line), list_to_integer(Column)}}};
        {_, [_, Field, _, _, _, Record]} when Name =:= undefined_field -> {Name, name(Record), name(Field)};
        {_, [_, Field | Words]} when Name =:= redefine_field -> {Name, name(lists:last(Words)), name(Field)};
        {_, [_, Word | _]} when Name =:= unused_record; Name =:= undefined_record; Name =:= redefine_record;
                                Name =:= attribute; Name =:= undefined_behaviour ->
            {Name, name(Word)};
        _ ->
            case arguments(Text) of
                [] -> Name;
                Arguments -> list_to_tuple([Name | Arguments])
            end
    end;
descriptor(_, Name, Text) ->
    {Name, Text}.

name(Word) -> list_to_atom(string:trim(Word, both, "'")).

%% Quoted names and functions in a text.
arguments(Text) ->
    case re_name(Text) of
        none -> [];
        {Argument, Rest} -> [Argument | arguments(Rest)]
    end.

re_name([]) -> none;
re_name([$' | Text]) ->
    case string:split(Text, "'") of
        [Name, Rest] -> {list_to_atom(Name), Rest};
        _ -> none
    end;
re_name(Text) ->
    {Word, Rest} = lists:splitwith(fun(C) -> C =/= $\s end, Text),
    case string:split(Word, "/", trailing) of
        [[_ | _] = Name, [_ | _] = Arity] ->
            try {{list_to_atom(string:trim(Name, both, "'")), list_to_integer(Arity)}, Rest}
            catch error:badarg -> re_name(string:trim(Rest, leading))
            end;
        _ when Rest =:= [] -> none;
        _ -> re_name(tl(Rest))
    end.

%% --- object files

binary(Module, Md5, Input, Settings) ->
    Chunk = term_to_binary({Module, Md5, Input, Settings}),
    <<"FOR1", (byte_size(Chunk) + 12):32, "BEAM", ?MAGIC, (byte_size(Chunk)):32, Chunk/binary>>.

%% {Module, Md5, Input, Settings}, or none if the binary is no object file of ours.
object(<<"FOR1", _:32, "BEAM", ?MAGIC, Size:32, Chunk:Size/binary>>) ->
    try binary_to_term(Chunk)
    catch error:badarg -> none
    end;
object(_) ->
    none.

md5(Binary) ->
    case object(Binary) of
        {_, Md5, _, _} -> Md5;
        none -> undefined
    end.
