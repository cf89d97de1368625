#!/usr/bin/env escript
%% Writes crate/otp/unicode_nf.erl's tables, as the installed Erlang knows them: unicode_nf.escript > TABLES, to be put below the mark
%% in that file. Run again for a newer version of Unicode.
-mode(compile).

main(_) ->
    io:setopts([{encoding, unicode}]),
    Points = [C || C <- lists:seq(128, 16#2FFFF), C < 16#D800 orelse C > 16#DFFF, C < 16#AC00 orelse C > 16#D7A3],
    Canonical = [{C, Text} || C <- Points, Text <- [unicode:characters_to_nfd_list([C])], Text =/= [C]],
    Compatible = [{C, Text} || C <- Points, Text <- [unicode:characters_to_nfkd_list([C])],
                               Text =/= unicode:characters_to_nfd_list([C])],
    Classes = [{C, Class} || C <- Points, #{ccc := Class} <- [unicode_util:lookup(C)], Class > 0],
    Pairs = lists:sort([{A, B, C} || {C, [_, _ | _] = Text} <- Canonical,
                                     [A] <- [unicode:characters_to_nfc_list(lists:droplast(Text))],
                                     B <- [lists:last(Text)], unicode:characters_to_nfc_list([A, B]) =:= [C]]),
    table("canonical_keys", [C || {C, _} <- Canonical]),
    table("canonical_starts", starts([Text || {_, Text} <- Canonical], 0)),
    table("canonical_values", lists:append([Text || {_, Text} <- Canonical])),
    table("compatible_keys", [C || {C, _} <- Compatible]),
    table("compatible_starts", starts([Text || {_, Text} <- Compatible], 0)),
    table("compatible_values", lists:append([Text || {_, Text} <- Compatible])),
    table("class_keys", [C || {C, _} <- Classes]),
    table("class_values", [Class || {_, Class} <- Classes]),
    table("pair_firsts", [A || {A, _, _} <- Pairs]),
    table("pair_seconds", [B || {_, B, _} <- Pairs]),
    table("pair_values", [C || {_, _, C} <- Pairs]).

starts([], At) -> [At];
starts([Text | Texts], At) -> [At | starts(Texts, At + length(Text))].

table(Name, Chars) ->
    io:format("~n~s() ->~n    <<", [Name]),
    rows(Chars),
    io:format("/utf32>>.~n").

rows(Chars) ->
    {Row, Rest} = lists:split(min(60, length(Chars)), Chars),
    io:format("\"~ts\"", [[escaped(C) || C <- Row]]),
    case Rest of
        [] -> ok;
        _ ->
            io:format("~n      "),
            rows(Rest)
    end.

escaped(C) when C < 32; C =:= $"; C =:= $\\; C >= 127, C < 160; C =:= 16#2028; C =:= 16#2029 ->
    io_lib:format("\\x{~.16B}", [C]);
escaped(C) -> C.
