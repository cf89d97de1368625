%% Events as text, by a template: a list of strings, metadata keys and {Key, IfThere, IfNot}.
-module(logger_formatter).
-export([format/2, check_config/1]).
%% For the behaviours, which word their reports themselves.
-export([fitted/4]).

format(#{level := Level, msg := Message, meta := Meta}, Config) when is_map(Config) ->
    Single = maps:get(single_line, Config, true),
    {Before, HasMessage, After} = around_message(template(Config, Single)),
    Fill = fun(Parts) -> [fill(Part, Level, Meta, Config) || Part <- Parts] end,
    Text = case HasMessage of
        true -> message(Message, Meta, Config, Single);
        false -> []
    end,
    shortened([Fill(Before), Text, Fill(After)], Config).

template(#{template := Template}, _) -> Template;
template(#{legacy_header := true}, _) -> [[logger_formatter, header], "\n", msg, "\n"];
template(_, true) -> [time, " ", level, ": ", msg, "\n"];
template(_, false) -> [time, " ", level, ":\n", msg, "\n"].

around_message(Template) ->
    case lists:splitwith(fun(Part) -> Part =/= msg end, Template) of
        {Before, [msg | After]} -> {Before, true, After};
        {Before, []} -> {Before, false, []}
    end.

fill(level, Level, _, _) -> atom_to_list(Level);
%% The message stands once only.
fill(msg, _, _, _) -> "";
fill([logger_formatter, header], Level, Meta, _) -> header(Level, Meta);
fill({Key, IfThere, IfNot}, Level, Meta, Config) ->
    Parts = case find(Key, Meta) of {ok, _} -> IfThere; error -> IfNot end,
    [fill(Part, Level, Meta, Config) || Part <- Parts];
fill(Key, _, Meta, Config) when is_atom(Key) -> value(Key, find(Key, Meta), Config);
fill([First | _] = Keys, _, Meta, Config) when is_atom(First) -> value(lists:last(Keys), find(Keys, Meta), Config);
fill(Text, _, _, _) -> Text.

find([Key], Meta) -> find(Key, Meta);
find([Key | Keys], Meta) ->
    case Meta of
        #{Key := Inner} when is_map(Inner) -> find(Keys, Inner);
        _ -> error
    end;
find(Key, Meta) -> maps:find(Key, Meta).

value(_, error, _) -> "";
value(time, {ok, Time}, Config) when is_integer(Time) ->
    calendar:system_time_to_rfc3339(Time, [{unit, microsecond}, {offset, maps:get(time_offset, Config, "")},
                                           {time_designator, maps:get(time_designator, Config, $T)}]);
value(mfa, {ok, {M, F, A}}, _) when is_atom(M), is_atom(F), is_integer(A) -> io_lib:format("~tw:~tw/~w", [M, F, A]);
value(_, {ok, Value}, _) when is_atom(Value) -> atom_to_list(Value);
value(_, {ok, Value}, _) when is_pid(Value) -> pid_to_list(Value);
value(_, {ok, Value}, _) when is_reference(Value) -> ref_to_list(Value);
value(_, {ok, Value}, _) ->
    case is_list(Value) andalso io_lib:printable_unicode_list(Value) of
        true -> Value;
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
    lists:flatten(lists:join(", ", [string:trim(Line) || Line <- Lines]));
message(Message, Meta, Config, false) ->
    text(Message, Meta, Config, false).

text({string, Text}, _, Config, Single) -> formatted("~ts", [Text], Config, Single);
text({report, Report}, Meta, Config, Single) ->
    case maps:get(report_cb, Config, maps:get(report_cb, Meta, fun logger:format_otp_report/1)) of
        Fun when is_function(Fun, 1) -> by_format(Fun, Report, Config, Single);
        Fun when is_function(Fun, 2) -> by_text(Fun, Report, Config, Single)
    end;
text({Format, Args}, _, Config, Single) -> formatted(Format, Args, Config, Single).

by_format(Fun, Report, Config, Single) ->
    try Fun(Report) of
        {Format, Args} when is_list(Format), is_list(Args) -> formatted(joined(Format, Single), Args, Config, Single);
        Other -> formatted("REPORT_CB/1 ERROR: ~tp; Returned: ~tp", [Report, Other], Config, Single)
    catch
        Class:Reason:Stack ->
            Failure = {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)},
            formatted("REPORT_CB/1 CRASH: ~tp; Reason: ~tp", [Report, Failure], Config, Single)
    end.

by_text(Fun, Report, Config, Single) ->
    Wishes = #{chars_limit => maps:get(chars_limit, Config, unlimited), depth => maps:get(depth, Config, unlimited),
               single_line => Single},
    try Fun(Report, Wishes) of
        Text when is_list(Text); is_binary(Text) ->
            case catch unicode:characters_to_list(Text) of
                Characters when is_list(Characters) -> Characters;
                _ -> formatted("REPORT_CB/2 ERROR: ~tp; Returned: ~tp", [Report, Text], Config, Single)
            end;
        Other -> formatted("REPORT_CB/2 ERROR: ~tp; Returned: ~tp", [Report, Other], Config, Single)
    catch
        Class:Reason:Stack ->
            Failure = {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)},
            formatted("REPORT_CB/2 CRASH: ~tp; Reason: ~tp", [Report, Failure], Config, Single)
    end.

formatted(Format, Args, Config, Single) ->
    Depth = maps:get(depth, Config, unlimited),
    try
        {Fitted, FittedArgs} = fitted(Format, Args, Depth, Single),
        io_lib:format(Fitted, FittedArgs)
    catch
        _:_ ->
            Shown = if is_atom(Format) -> atom_to_list(Format); is_binary(Format) -> binary_to_list(Format); true -> Format end,
            {ErrorFormat, ErrorArgs} = fitted("FORMAT ERROR: ~tp - ~tp", [Shown, Args], Depth, Single),
            io_lib:format(ErrorFormat, ErrorArgs)
    end.

%% The format with the depth put in, and on a single line with no term broken.
fitted(Format, Args, unlimited, false) -> {Format, Args};
fitted(Format, Args, Depth, Single) when is_atom(Format) -> fitted(atom_to_list(Format), Args, Depth, Single);
fitted(Format, Args, Depth, Single) when is_binary(Format) -> fitted(binary_to_list(Format), Args, Depth, Single);
fitted(Format, Args, Depth, Single) -> fitted(Format, Args, Depth, Single, [], []).

fitted([$~ | Format], Args, Depth, Single, Done, DoneArgs) ->
    {Field, Modifiers, Control, Rest} = control(Format, [], []),
    {Taken, Left} = lists:split(length([star || $* <- Field]) + arguments(Control), Args),
    {Control1, Taken1} = case Control of
        $p when is_integer(Depth) -> {$P, Taken ++ [Depth]};
        $w when is_integer(Depth) -> {$W, Taken ++ [Depth]};
        _ -> {Control, Taken}
    end,
    Field1 = if Single, Field =:= [], Control =:= $p orelse Control =:= $P -> "0"; true -> Field end,
    Shown = [$~, Field1, Modifiers, Control1],
    fitted(Rest, Left, Depth, Single, [Shown | Done], lists:reverse(Taken1, DoneArgs));
fitted([Character | Format], Args, Depth, Single, Done, DoneArgs) ->
    fitted(Format, Args, Depth, Single, [Character | Done], DoneArgs);
fitted([], Args, _, _, Done, DoneArgs) ->
    {lists:flatten(lists:reverse(Done)), lists:reverse(DoneArgs, Args)}.

%% After the tilde: width, precision and padding; modifiers; the letter that says what to do.
control([$., Padding | Rest], [$. | _] = Field, Modifiers) when Padding =/= $* -> control(Rest, [Padding, $. | Field], Modifiers);
control([Character | Rest], Field, Modifiers) when Character >= $0, Character =< $9; Character =:= $-; Character =:= $*; Character =:= $. ->
    control(Rest, [Character | Field], Modifiers);
control([Modifier | Rest], Field, Modifiers) when Modifier =:= $t; Modifier =:= $l; Modifier =:= $k; Modifier =:= $K ->
    control(Rest, Field, [Modifier | Modifiers]);
control([Control | Rest], Field, Modifiers) ->
    {lists:reverse(Field), lists:reverse(Modifiers), Control, Rest}.

arguments(Control) when Control =:= $n; Control =:= $~ -> 0;
arguments(Control) when Control =:= $P; Control =:= $W; Control =:= $x; Control =:= $X -> 2;
arguments(_) -> 1.

joined(Format, true) ->
    lists:flatten(string:replace(string:replace(Format, "\n    ", ", ", all), "    ", "", leading));
joined(Format, false) -> Format.

shortened(Text, #{max_size := Max}) when is_integer(Max) ->
    Characters = unicode:characters_to_list(Text),
    case length(Characters) > Max of
        true ->
            End = case lists:last(Characters) of $\n -> "...\n"; _ -> "..." end,
            lists:sublist(Characters, max(0, Max - length(End))) ++ End;
        false -> Text
    end;
shortened(Text, _) -> Text.

%% --- configuration

check_config(Config) when is_map(Config) ->
    lists:foldl(fun(Pair, ok) -> check(Pair); (_, Error) -> Error end, ok, maps:to_list(Config));
check_config(Config) -> {error, {invalid_formatter_config, ?MODULE, Config}}.

check({Key, Value}) when (Key =:= single_line orelse Key =:= legacy_header), is_boolean(Value) -> ok;
check({Key, Value})
  when Key =:= max_size orelse Key =:= depth orelse Key =:= chars_limit, (is_integer(Value) andalso Value > 0) orelse Value =:= unlimited -> ok;
check({report_cb, Fun}) when is_function(Fun, 1); is_function(Fun, 2) -> ok;
check({time_designator, Char}) when Char >= 0, Char =< 255 -> ok;
check({time_offset, Offset}) when is_integer(Offset) -> ok;
check({time_offset, Offset} = Pair) ->
    case is_offset(Offset) of
        true -> ok;
        false -> {error, {invalid_formatter_config, ?MODULE, Pair}}
    end;
check({template, Template}) ->
    case is_list(Template) andalso lists:all(fun is_part/1, Template) of
        true -> ok;
        false -> {error, {invalid_formatter_template, ?MODULE, Template}}
    end;
check(Pair) -> {error, {invalid_formatter_config, ?MODULE, Pair}}.

is_offset(Offset) when Offset =:= ""; Offset =:= "Z"; Offset =:= "z" -> true;
is_offset([Sign, H1, H2, $:, M1, M2]) when Sign =:= $+; Sign =:= $- ->
    lists:all(fun(Digit) -> Digit >= $0 andalso Digit =< $9 end, [H1, H2, M1, M2]) andalso [H1, H2] =< "23" andalso M1 =< $5;
is_offset(_) -> false.

is_part(Key) when is_atom(Key) -> true;
is_part({Key, IfThere, IfNot}) when is_list(IfThere), is_list(IfNot) ->
    (is_atom(Key) orelse is_keys(Key)) andalso lists:all(fun is_part/1, IfThere) andalso lists:all(fun is_part/1, IfNot);
is_part(Part) when is_list(Part) -> is_keys(Part) orelse io_lib:printable_unicode_list(Part);
is_part(_) -> false.

is_keys(Keys) -> is_list(Keys) andalso Keys =/= [] andalso lists:all(fun is_atom/1, Keys).
