#!/usr/bin/env escript
%% Records the errors and warnings of each FILE as `erlc` prints them, without the source lines, to FILE.messages.
%%   record.escript FILE...            all passes
%%   record.escript lint-to DIR FILE...    erl_lint alone, to DIR
main(["lint-to", Dir | Files]) ->
    [begin
         Name = lists:flatten(string:replace(File, "/", "_", all)) ++ ".messages",
         {ok, Forms} = epp:parse_file(File, [{location, {1, 1}}, {includes, includes()}]),
         {Errors, Warnings} = case catch erl_lint:module(Forms, File, []) of
             {ok, Ws} -> {[], Ws};
             {error, Es, Ws} -> {Es, Ws};
             {'EXIT', _} -> {[], [{File, [{{0,0}, erl_lint, crashed}]}]}
         end,
         write(filename:join(Dir, Name), [lines("", Errors), lines("Warning: ", Warnings)])
     end || File <- Files];
main(Files) ->
    [begin
         {Errors, Warnings} = case compile:file(File, [return, binary]) of
             {ok, _, _, Ws} -> {[], Ws};
             {ok, _, Ws} -> {[], Ws};
             {error, Es, Ws} -> {Es, Ws}
         end,
         write(File ++ ".messages", [lines("", Errors), lines("Warning: ", Warnings)])
     end || File <- Files].

includes() -> string:lexemes(os:getenv("LINT_INCLUDES", ""), " ").

write(File, Text) -> ok = file:write_file(File, unicode:characters_to_binary(Text)).

%% The order of the compiler's own listing: errors of scanner and parser first; by file, then by place; warnings by place and text.
lines("Warning: " = Prefix, Messages) ->
    Keyed = [{File, Place, lists:flatten(Module:format_error(Reason)), Message} ||
                {File, List} <- Messages, {Place, Module, Reason} = Message <- List],
    [line(File, Prefix, Message) || {File, _, _, Message} <- lists:sort(Keyed)];
lines(Prefix, Messages) ->
    Sorted = lists:sort([{File, Message} || {File, List} <- Messages, Message <- List]),
    IsFirst = fun({_, {_, Module, _}}) -> lists:member(Module, [erl_scan, epp, erl_parse]) end,
    {First, Rest} = lists:partition(IsFirst, Sorted),
    ByPlace = lists:sort(fun({_, {A, _, _}}, {_, {B, _, _}}) -> A =< B end, First),
    [line(Name, Prefix, Message) ||
        Group <- [ByPlace, Rest], Name <- lists:usort([File || {File, _} <- Group]), {File, Message} <- Group, File =:= Name].

line(File, Prefix, {none, Module, Reason}) ->
    io_lib:format("~ts: ~s~ts\n", [File, Prefix, Module:format_error(Reason)]);
line(File, Prefix, {{Line, Column}, Module, Reason}) ->
    io_lib:format("~ts:~w:~w: ~s~ts\n", [File, Line, Column, Prefix, Module:format_error(Reason)]);
line(File, Prefix, {Line, Module, Reason}) ->
    io_lib:format("~ts:~w: ~s~ts\n", [File, Line, Prefix, Module:format_error(Reason)]).
