%% The preprocessor for programs: the forms of a file, by way of the compiler (crate/src/syntax/preprocess).
-module(epp).
-export([parse_file/2, parse_file/3, open/1, open/2, open/3, close/1, parse_erl_form/1, format_error/1, default_encoding/0,
         encoding_to_string/1, read_encoding/1, read_encoding/2]).

parse_file(File, Path, Macros) -> parse_file(File, [{includes, Path}, {macros, Macros}]).

parse_file(File, Options) ->
    case file:read_file(File) of
        {ok, Text} ->
            Macros = [macro(Macro) || Macro <- proplists:get_value(macros, Options, [])],
            Forms = case prim_compile:abstract({source, File, Text}, {Macros, [], node}) of
                none -> broken(File, Text);
                Found -> Found
            end,
            Located = case proplists:get_value(location, Options, 1) of
                {_, _} -> Forms;
                _ -> [by_line(Form) || Form <- Forms]
            end,
            case lists:member(extra, Options) of
                true -> {ok, Located, [{encoding, read_encoding(File)}]};
                false -> {ok, Located}
            end;
        Error -> Error
    end.

macro({_, _} = Macro) -> Macro;
macro(Name) -> {Name, true}.

%% A file that cannot be parsed as a whole: form by form, without macros.
broken(File, Text) ->
    Chars = case unicode:characters_to_list(Text) of
        List when is_list(List) -> List;
        _ -> binary_to_list(Text)
    end,
    [{attribute, {1, 1}, file, {File, 1}} | forms(Chars, {1, 1})].

forms(Chars, Place) ->
    case complete(erl_scan:tokens([], Chars, Place), Place) of
        {ok, Tokens, Next, Rest} ->
            Form = case erl_parse:parse_form(Tokens) of
                {ok, Parsed} -> Parsed;
                {error, _} = Error -> Error
            end,
            [Form | forms(Rest, Next)];
        {eof, End} -> [{eof, End}];
        {error, Reason, End} -> [{error, Reason}, {eof, End}]
    end.

complete({more, Continuation}, Place) -> complete(erl_scan:tokens(Continuation, eof, Place), Place);
complete({done, {ok, Tokens, Next}, Rest}, _) -> {ok, Tokens, Next, case Rest of eof -> []; _ -> Rest end};
complete({done, {eof, End}, _}, _) -> {eof, End};
complete({done, {error, Reason, End}, _}, _) -> {error, Reason, End}.

by_line({attribute, Anno, Name, Value}) when Name =/= record, Name =/= type, Name =/= opaque, Name =/= spec, Name =/= callback ->
    {attribute, by_line(Anno), Name, Value};
by_line({error, {Place, Module, Reason}}) -> {error, {by_line(Place), Module, Reason}};
by_line({Line, Column}) when is_integer(Line), is_integer(Column) -> Line;
by_line(Form) when is_tuple(Form) -> list_to_tuple([by_line(Part) || Part <- tuple_to_list(Form)]);
by_line([Form | Forms]) -> [by_line(Form) | by_line(Forms)];
by_line(Other) -> Other.

%% --- form by form

open(Name, Path) -> open([{name, Name}, {includes, Path}]).
open(Name, Path, Macros) -> open([{name, Name}, {includes, Path}, {macros, Macros}]).

open(Options) ->
    case parse_file(proplists:get_value(name, Options), Options) of
        {ok, Forms} -> {ok, spawn_link(fun() -> serve(Forms) end)};
        Error -> Error
    end.

serve(Forms) ->
    receive
        {epp, From, close} ->
            From ! {epp, self(), ok};
        {epp, From, next} ->
            {Reply, Rest} = case Forms of
                [{error, _} = Error | Others] -> {Error, Others};
                [{eof, Place}] -> {{eof, Place}, Forms};
                [Form | Others] -> {{ok, Form}, Others}
            end,
            From ! {epp, self(), Reply},
            serve(Rest)
    end.

parse_erl_form(Epp) -> ask(Epp, next).
close(Epp) -> ask(Epp, close).

ask(Epp, What) ->
    Epp ! {epp, self(), What},
    receive {epp, Epp, Reply} -> Reply end.

%% --- encodings

default_encoding() -> utf8.

encoding_to_string(utf8) -> "coding: utf-8";
encoding_to_string(latin1) -> "coding: latin-1".

read_encoding(File) -> read_encoding(File, []).

%% What a comment on one of the first two lines says.
read_encoding(File, _) ->
    case file:read_file(File) of
        {ok, Text} ->
            Head = lists:sublist(binary:split(Text, <<"\n">>, [global]), 2),
            Said = [re:run(Line, "^%.*coding[:=]\\s*(utf-8|latin-1)", [caseless, {capture, [1], list}]) || Line <- Head],
            case [string:lowercase(Name) || {match, [Name]} <- Said] of
                ["utf-8" | _] -> utf8;
                ["latin-1" | _] -> latin1;
                [] -> none
            end;
        _ -> none
    end.

%% --- words

format_error(cannot_parse) -> "cannot parse file, giving up";
format_error({undefined, Macro, none}) -> io_lib:format("undefined macro '~ts'", [Macro]);
format_error({undefined, Macro, Arity}) -> io_lib:format("undefined macro '~ts/~p'", [Macro, Arity]);
format_error({include, Kind, File}) -> io_lib:format("can't find include ~s \"~ts\"", [Kind, File]);
format_error({bad, What}) -> io_lib:format("badly formed '~s'", [What]);
format_error({redefine, Macro}) -> io_lib:format("redefining macro '~ts'", [Macro]);
format_error({redefine_predef, Macro}) -> io_lib:format("redefining predefined macro '~s'", [Macro]);
format_error({illegal, How, What}) -> io_lib:format("~s '-~s'", [How, What]);
format_error({error, Term}) -> io_lib:format("-error(~tp).", [Term]);
format_error({warning, Term}) -> io_lib:format("-warning(~tp).", [Term]);
format_error(Reason) -> file:format_error(Reason).
