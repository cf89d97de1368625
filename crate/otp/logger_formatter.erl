%% Events as text, by a template: a list of strings, metadata keys and {Key, IfThere, IfNot}.
-module(logger_formatter).
-export([format/2, check_config/1]).

format(#{level := Level, msg := Message, meta := Meta}, Config) ->
    Single = maps:get(single_line, Config, true),
    Template = template(Config, Single),
    Text = shortened([fill(Part, Level, Message, Meta, Config, Single) || Part <- Template], Config),
    unicode:characters_to_list(Text).

template(#{template := Template}, _) -> Template;
template(#{legacy_header := true}, _) -> [[logger_formatter, header], "\n", msg, "\n"];
template(_, true) -> [time, " ", level, ": ", msg, "\n"];
template(_, false) -> [time, " ", level, ":\n", msg, "\n"].

fill(level, Level, _, _, _, _) -> atom_to_list(Level);
fill(msg, _, Message, Meta, Config, Single) -> message(Message, Meta, Config, Single);
fill([logger_formatter, header], Level, _, Meta, _, _) -> header(Level, Meta);
fill({Key, IfThere, IfNot}, Level, Message, Meta, Config, Single) ->
    Parts = case find(Key, Meta) of {ok, _} -> IfThere; error -> IfNot end,
    [fill(Part, Level, Message, Meta, Config, Single) || Part <- Parts];
fill(Key, _, _, Meta, Config, _) when is_atom(Key) -> value(Key, find(Key, Meta), Config);
fill([First | _] = Keys, _, _, Meta, Config, _) when is_atom(First) -> value(lists:last(Keys), find(Keys, Meta), Config);
fill(Text, _, _, _, _, _) -> Text.

find([Key], Meta) -> find(Key, Meta);
find([Key | Keys], Meta) ->
    case Meta of
        #{Key := Inner} when is_map(Inner) -> find(Keys, Inner);
        _ -> error
    end;
find(Key, Meta) -> maps:find(Key, Meta).

value(_, error, _) -> "";
value(time, {ok, Time}, Config) when is_integer(Time) ->
    console:rfc3339(Time, maps:get(time_designator, Config, $T));
value(mfa, {ok, {M, F, A}}, _) -> io_lib:format("~tw:~tw/~w", [M, F, A]);
value(_, {ok, Value}, _) ->
    case is_list(Value) andalso io_lib:printable_unicode_list(Value) of
        true -> Value;
        false when is_binary(Value) -> io_lib:format("~ts", [Value]);
        false -> io_lib:format("~tp", [Value])
    end.

header(_, #{logger_formatter := #{title := Title}, time := Time}) -> console:report_header(Title, Time);
header(notice, #{error_logger := #{tag := Tag}, time := Time}) when Tag =:= info_msg; Tag =:= info_report ->
    console:report_header("INFO REPORT", Time);
header(Level, #{time := Time}) ->
    console:report_header([string:uppercase(atom_to_list(Level)), " REPORT"], Time).

%% --- the message

message(Message, Meta, Config, true) ->
    Lines = string:split(string:trim(text(Message, Meta, Config, true)), "\n", all),
    lists:join(", ", [string:trim(Line) || Line <- Lines]);
message(Message, Meta, Config, false) ->
    text(Message, Meta, Config, false).

text({string, Text}, _, _, _) -> formatted("~ts", [Text]);
text({report, Report}, Meta, Config, Single) ->
    case maps:get(report_cb, Config, maps:get(report_cb, Meta, fun logger:format_otp_report/1)) of
        Fun when is_function(Fun, 1) -> by_format(Fun, Report, Single);
        Fun when is_function(Fun, 2) -> by_text(Fun, Report, Config, Single)
    end;
text({Format, Args}, _, _, Single) -> formatted(unbroken(Format, Single), Args).

by_format(Fun, Report, Single) ->
    try Fun(Report) of
        {Format, Args} when is_list(Args) -> formatted(joined(Format, Single), Args);
        Other -> formatted("REPORT_CB/1 ERROR: ~tp; Returned: ~tp", [Report, Other])
    catch
        Class:Reason:Stack -> formatted("REPORT_CB/1 CRASH: ~tp; Reason: ~tp", [Report, {Class, Reason, Stack}])
    end.

by_text(Fun, Report, Config, Single) ->
    Wishes = #{chars_limit => maps:get(chars_limit, Config, unlimited), depth => maps:get(depth, Config, unlimited),
               single_line => Single},
    try Fun(Report, Wishes) of
        Text when is_list(Text); is_binary(Text) -> Text;
        Other -> formatted("REPORT_CB/2 ERROR: ~tp; Returned: ~tp", [Report, Other])
    catch
        Class:Reason:Stack -> formatted("REPORT_CB/2 CRASH: ~tp; Reason: ~tp", [Report, {Class, Reason, Stack}])
    end.

formatted(Format, Args) ->
    try
        io_lib:format(Format, Args)
    catch
        _:_ when is_atom(Format) -> io_lib:format("FORMAT ERROR: ~tp - ~tp", [atom_to_list(Format), Args]);
        _:_ -> io_lib:format("FORMAT ERROR: ~tp - ~tp", [Format, Args])
    end.

%% On a single line terms are not broken.
unbroken(Format, true) when is_list(Format) ->
    lists:flatten(string:replace(string:replace(Format, "~p", "~0p", all), "~tp", "~0tp", all));
unbroken(Format, _) -> Format.

joined(Format, true) ->
    Items = string:replace(string:replace(Format, "~n    ", ", ", all), "    ", "", leading),
    unbroken(lists:flatten(Items), true);
joined(Format, false) -> Format.

shortened(Text, #{max_size := Max}) when is_integer(Max) ->
    case string:length(Text) > Max of
        true -> [string:slice(Text, 0, max(0, Max - 3)), "..."];
        false -> Text
    end;
shortened(Text, _) -> Text.

check_config(Config) when is_map(Config) ->
    lists:foldl(fun(Pair, ok) -> check(Pair); (_, Error) -> Error end, ok, maps:to_list(Config));
check_config(Config) -> {error, {invalid_formatter_config, ?MODULE, Config}}.

check({Key, Value}) when (Key =:= single_line orelse Key =:= legacy_header), is_boolean(Value) -> ok;
check({Key, Value})
  when Key =:= max_size orelse Key =:= depth orelse Key =:= chars_limit, (is_integer(Value) andalso Value > 0) orelse Value =:= unlimited -> ok;
check({report_cb, Fun}) when is_function(Fun, 1); is_function(Fun, 2) -> ok;
check({time_designator, Char}) when is_integer(Char) -> ok;
check({time_offset, _}) -> ok;
check({template, Template}) ->
    case is_list(Template) andalso lists:all(fun is_part/1, Template) of
        true -> ok;
        false -> {error, {invalid_formatter_template, ?MODULE, Template}}
    end;
check(Pair) -> {error, {invalid_formatter_config, ?MODULE, Pair}}.

is_part(Key) when is_atom(Key) -> true;
is_part({Key, IfThere, IfNot}) when is_list(IfThere), is_list(IfNot) ->
    (is_atom(Key) orelse is_keys(Key)) andalso lists:all(fun is_part/1, IfThere) andalso lists:all(fun is_part/1, IfNot);
is_part(Part) when is_list(Part) -> is_keys(Part) orelse io_lib:printable_unicode_list(Part);
is_part(_) -> false.

is_keys(Keys) -> is_list(Keys) andalso Keys =/= [] andalso lists:all(fun is_atom/1, Keys).
