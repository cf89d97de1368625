%% Annotations of tokens and of the abstract format: here a place, which is a line or {Line, Column}, or a list of properties
%% with the place among them.
-module(erl_anno).
-export([new/1, is_anno/1, line/1, column/1, location/1, end_location/1, text/1, file/1, generated/1, record/1,
         set_line/2, set_location/2, set_text/2, set_file/2, set_generated/2, set_record/2, to_term/1, from_term/1]).

new(Location) -> Location.

is_anno(Line) when is_integer(Line), Line >= 0 -> true;
is_anno({Line, Column}) when is_integer(Line), Line >= 0, is_integer(Column), Column > 0 -> true;
is_anno(Anno) when is_list(Anno) -> lists:keymember(location, 1, Anno);
is_anno(_) -> false.

location(Anno) when is_list(Anno) -> property(location, Anno, undefined);
location(Location) -> Location.

line(Anno) ->
    case location(Anno) of
        {Line, _} -> Line;
        Line -> Line
    end.

column(Anno) ->
    case location(Anno) of
        {_, Column} -> Column;
        _ -> undefined
    end.

%% Where the text ends that the annotation tells.
end_location(Anno) ->
    case text(Anno) of
        undefined -> undefined;
        Text -> after_text(Text, location(Anno))
    end.

after_text([$\n | Text], {Line, _}) -> after_text(Text, {Line + 1, 1});
after_text([_ | Text], {Line, Column}) -> after_text(Text, {Line, Column + 1});
after_text([$\n | Text], Line) -> after_text(Text, Line + 1);
after_text([_ | Text], Line) -> after_text(Text, Line);
after_text([], Location) -> Location.

text(Anno) -> property(text, Anno, undefined).

file(Anno) -> property(file, Anno, undefined).

generated(Anno) -> property(generated, Anno, false).

record(Anno) -> property(record, Anno, false).

property(Key, Anno, Default) when is_list(Anno) -> proplists:get_value(Key, Anno, Default);
property(_, _, Default) -> Default.

set_line(Line, Anno) ->
    case location(Anno) of
        {_, Column} -> set_location({Line, Column}, Anno);
        _ -> set_location(Line, Anno)
    end.

set_location(Location, Anno) when is_list(Anno) -> lists:keystore(location, 1, Anno, {location, Location});
set_location(Location, _) -> Location.

set_text(Text, Anno) -> set(text, Text, Anno).

set_file(File, Anno) -> set(file, File, Anno).

set_generated(Generated, Anno) -> set(generated, Generated, Anno).

set_record(Record, Anno) -> set(record, Record, Anno).

set(Key, Value, Anno) when is_list(Anno) -> lists:keystore(Key, 1, Anno, {Key, Value});
set(Key, Value, Location) -> [{Key, Value}, {location, Location}].

to_term(Anno) -> Anno.

from_term(Term) -> Term.
