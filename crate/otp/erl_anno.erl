%% Annotations of tokens and of the abstract format: here a place, which is a line or {Line, Column}, or a list of properties
%% with the place among them.
-module(erl_anno).
-export([new/1, is_anno/1, line/1, column/1, location/1, end_location/1, text/1, file/1, generated/1, record/1,
         set_line/2, set_location/2, set_text/2, set_file/2, set_generated/2, set_record/2, to_term/1, from_term/1]).

new(Location) ->
    case is_location(Location) of
        true -> Location;
        false -> erlang:error(badarg, [Location])
    end.

is_anno(Anno) when is_list(Anno) -> is_anno_list(Anno) andalso lists:all(fun is_property/1, Anno);
is_anno(Anno) -> is_location(Anno).

is_location({Line, Column}) -> is_integer(Line) andalso Line >= 0 andalso is_integer(Column) andalso Column > 0;
is_location(Line) -> is_integer(Line) andalso Line >= 0.

is_property({Key, Text}) when Key =:= file; Key =:= text -> is_list(Text);
is_property({location, Location}) -> is_location(Location);
is_property({Flag, Value}) when Flag =:= generated; Flag =:= record -> is_boolean(Value);
is_property(_) -> false.

%% What is taken for an annotation without a closer look.
is_anno_list(Anno) when length(Anno) > 0 -> true;
is_anno_list(_) -> false.

location(Anno) when is_list(Anno) -> property(location, Anno, undefined);
location(Anno) -> anno_info(Anno).

anno_info(Anno) ->
    case is_location(Anno) of
        true -> Anno;
        false -> erlang:error(badarg, [Anno])
    end.

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
property(_, Anno, Default) ->
    anno_info(Anno),
    Default.

set_line(Line, Anno) ->
    case location(Anno) of
        {_, Column} -> set_location({Line, Column}, Anno);
        _ -> set_location(Line, Anno)
    end.

set_location(Location, Anno) -> set(location, Location, Anno).

set_text(Text, Anno) -> set(text, Text, Anno).

set_file(File, Anno) -> set(file, File, Anno).

set_generated(Generated, Anno) -> set(generated, Generated, Anno).

set_record(Record, Anno) -> set(record, Record, Anno).

set(Key, Value, Anno) ->
    case is_property({Key, Value}) andalso (is_location(Anno) orelse is_anno_list(Anno)) of
        true when is_list(Anno) -> simplest(with(Key, Value, Anno));
        true -> simplest(with(Key, Value, [{location, Anno}]));
        false -> erlang:error(badarg, [Key, Value, Anno])
    end.

%% A new property comes first; a flag that is false is none.
with(Flag, false, Anno) -> lists:keydelete(Flag, 1, Anno);
with(Key, Value, Anno) ->
    case lists:keymember(Key, 1, Anno) of
        true -> lists:keyreplace(Key, 1, Anno, {Key, Value});
        false -> [{Key, Value} | Anno]
    end.

simplest([{location, Location}]) -> Location;
simplest(Anno) -> Anno.

to_term(Anno) -> Anno.

from_term(Term) -> Term.
