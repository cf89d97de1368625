#!/usr/bin/env escript
%% Records what OTP's scanner and preprocessor make of the cases in this directory.
%%   record.escript tokens FILE             one case per line, results to FILE.expected
%%   record.escript forms [-i DIR] FILE...  forms and messages of each FILE, to FILE.forms
%%   record.escript forms-to DIR [-i DIR] FILE...

main(["tokens", File]) ->
    {ok, Bytes} = file:read_file(File),
    Lines = string:split(unicode:characters_to_list(Bytes), "\n", all),
    Out = [[tokens(unescape(Line)), $\n] || Line <- Lines, Line =/= []],
    ok = file:write_file(File ++ ".expected", unicode:characters_to_binary(Out));
main(["forms" | Args]) ->
    {Includes, Files} = includes(Args, []),
    [forms(File, File ++ ".forms", Includes) || File <- Files];
main(["forms-to", Dir | Args]) ->
    {Includes, Files} = includes(Args, []),
    [forms(File, filename:join(Dir, lists:flatten(string:replace(File, "/", "_", all)) ++ ".forms"), Includes)
     || File <- Files].

includes(["-i", Dir | Rest], Dirs) -> includes(Rest, [Dir | Dirs]);
includes(Files, Dirs) -> {lists:reverse(Dirs), Files}.

%% A line of a case file stands for its text; a new line in it is written as U+2424.
unescape(Line) -> [case Char of 16#2424 -> $\n; _ -> Char end || Char <- Line].

tokens(Text) ->
    case erl_scan:string(Text, {1, 1}) of
        {ok, Tokens, End} -> io_lib:format("~tw ~w", [Tokens, End]);
        {error, {Pos, Module, Reason}, End} -> io_lib:format("error ~w ~ts ~w", [Pos, Module:format_error(Reason), End])
    end.

forms(File, To, Includes) ->
    {ok, Forms} = epp:parse_file(File, [{location, {1, 1}}, {includes, Includes}]),
    {Messages, Trees} = lists:partition(fun(Form) -> element(1, Form) =:= error orelse element(1, Form) =:= warning end, Forms),
    Text = [[form(Form), $\n] || Form <- Trees ++ Messages],
    ok = file:write_file(To, unicode:characters_to_binary(Text)).

form({Severity, {Pos, Module, Reason}}) when Severity =:= error; Severity =:= warning ->
    io_lib:format("~w ~w ~ts", [Severity, Pos, Module:format_error(Reason)]);
form({attribute, [{generated, true}, {location, Pos}], file, Value}) ->
    io_lib:format("~tw", [{attribute, Pos, file, Value}]);
form(Form) ->
    io_lib:format("~tw", [Form]).
