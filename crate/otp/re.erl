%% Regular expressions. Compiling and matching are in crate/src/builtin/re; here are options, captures, replacing and splitting.
-module(re).
-export([version/0, compile/1, compile/2, run/2, run/3, replace/3, replace/4, split/2, split/3, inspect/2]).

-define(NO_IODATA, <<"not an iodata term">>).
-define(NO_PATTERN, <<"neither an iodata term nor a compiled regular expression">>).
-define(NO_OPTIONS, <<"invalid options">>).
-define(OF_RUN, [capture, report_errors]).
-define(UNICODE, 256).

-record(options, {flags = 0, conditions = 0, capture = all, type = index, global = false, offset = 0, report = false,
                  return = default, parts = infinity, group = false, trim = false}).

%% What is wrong with which argument; the function that was called stands on top of the stack trace.
-define(GUARDED(Call, Args),
        try Call
        catch throw:{?MODULE, _} -> erlang:error(badarg, Args, explained(causes(?FUNCTION_NAME, Args)))
        end).

explained([]) -> [{error_info, #{module => erl_stdlib_errors}}];
explained(Causes) -> [{error_info, #{module => erl_stdlib_errors, cause => maps:from_list(Causes)}}].

%% What is wrong with each of the arguments, whichever was found first.
causes(compile, [RE | Options]) ->
    [{1, case Words of ?NO_PATTERN -> ?NO_IODATA; _ -> Words end} || {2, Words} <- pattern_causes(RE, Options)]
        ++ [{2, Words} || {_, Words} <- option_causes(compile, Options)];
causes(run, [Subject, RE | Options]) ->
    text_causes(1, Subject, Options) ++ pattern_causes(RE, Options, ?UNICODE) ++ [{3, Words} || {_, Words} <- option_causes(run, Options)];
causes(split, [Subject, RE | Options]) ->
    text_causes(1, Subject, Options) ++ pattern_causes(RE, Options) ++ [{3, Words} || {_, Words} <- option_causes(split, Options)];
causes(replace, [Subject, RE, Replacement | Options]) ->
    text_causes(1, Subject, Options) ++ pattern_causes(RE, Options) ++ text_causes(3, Replacement, Options)
        ++ [{4, Words} || {_, Words} <- option_causes(replace, Options)].

text_causes(Argument, Text, Options) -> cause(fun() -> bytes(Text, unicode_flag(Options), {Argument, ?NO_IODATA}) end).

pattern_causes(RE, Options) -> pattern_causes(RE, Options, 0).

pattern_causes(RE, Options, Unexplained) ->
    cause(fun() -> pattern(RE, #options{flags = unicode_flag(Options)}, Unexplained) end).

unicode_flag([Options]) when is_list(Options) ->
    try lists:member(unicode, Options) of
        true -> ?UNICODE;
        false -> 0
    catch
        error:badarg -> 0
    end;
unicode_flag(_) -> 0.

option_causes(_, []) -> [];
option_causes(Function, [Options]) when Function =:= compile; Function =:= run ->
    cause(fun() -> options(Options, Function, 0) end);
option_causes(Function, [Options]) ->
    IsWrong = fun(global) -> Function =:= split;
                 ({parts, Parts}) -> Function =:= split andalso Parts =/= infinity andalso not (is_integer(Parts) andalso Parts >= 0);
                 (Option) -> is_of_run(Option)
              end,
    try lists:any(IsWrong, Options) of
        true -> [{0, ?NO_OPTIONS}];
        false -> []
    catch
        error:_ -> [{0, ?NO_OPTIONS}]
    end.

cause(Check) ->
    try Check() of
        _ -> []
    catch
        throw:{?MODULE, none} -> [];
        throw:{?MODULE, Cause} -> [Cause]
    end.

%% The options, none of which may be one of these.
without(Names, Options) when is_list(Options) ->
    try lists:any(fun(Option) -> lists:member(name(Option), Names) end, Options) of
        true -> bad(none);
        false -> Options
    catch
        error:_ -> bad(none)
    end;
without(_, Options) -> Options.

name(Option) when is_tuple(Option), Option =/= {} -> element(1, Option);
name(Option) -> Option.

%% Options of run/3 that have no meaning where all matches are looked for.
is_of_run(Option) -> lists:member(name(Option), ?OF_RUN).

bad(Cause) -> throw({?MODULE, Cause}).

version() -> <<"8.44 2020-02-12">>.

%% --- options: those of compiling as bits, in the order of crate/src/builtin/re/mod.rs


options(Options, Allowed, Argument) when is_list(Options) ->
    try lists:foldl(fun(Option, Acc) -> option(Option, Acc, Allowed) end, #options{}, Options)
    catch error:_ -> bad(no_options(Argument))
    end;
options(_, _, Argument) -> bad(no_options(Argument)).

no_options(none) -> none;
no_options(Argument) -> {Argument, ?NO_OPTIONS}.

option(unicode, O, _) -> flag(?UNICODE, O);
option(caseless, O, _) -> flag(1, O);
option(multiline, O, _) -> flag(2, O);
option(dotall, O, _) -> flag(4, O);
option(extended, O, _) -> flag(8, O);
option(ungreedy, O, _) -> flag(16, O);
option(dollar_endonly, O, _) -> flag(32, O);
option(no_auto_capture, O, _) -> flag(64, O);
option(dupnames, O, _) -> flag(128, O);
option(anchored, O, _) -> condition(1, O);
option(firstline, O, _) -> condition(32, O);
option({newline, lf}, O, _) -> O;
option({newline, cr}, O, _) -> flag(512, O);
option({newline, crlf}, O, _) -> flag(1024, O);
option({newline, anycrlf}, O, _) -> flag(1536, O);
option({newline, any}, O, _) -> flag(2048, O);
option(ucp, O, _) -> flag(4096, O);
option(Option, O, _) when Option =:= bsr_anycrlf; Option =:= bsr_unicode; Option =:= no_start_optimize; Option =:= never_utf -> O;
option(notbol, O, run) -> condition(2, O);
option(noteol, O, run) -> condition(4, O);
option(notempty, O, run) -> condition(8, O);
option(notempty_atstart, O, run) -> condition(16, O);
option(global, O, run) -> O#options{global = true};
option(report_errors, O, run) -> O#options{report = true};
option({offset, Offset}, O, run) when is_integer(Offset), Offset >= 0 -> O#options{offset = Offset};
option({match_limit, Limit}, O, run) when is_integer(Limit), Limit >= 0 -> O;
option({match_limit_recursion, Limit}, O, run) when is_integer(Limit), Limit >= 0 -> O;
option({capture, Capture}, O, run) -> option({capture, Capture, index}, O, run);
option({capture, What, _}, _, run) when not is_list(What), What =/= all, What =/= all_but_first, What =/= first,
                                        What =/= none, What =/= all_names -> bad(none);
option({capture, Capture, Type}, O, run) when Type =:= index; Type =:= list; Type =:= binary ->
    O#options{capture = capture(Capture), type = Type};
option({return, Return}, O, run) when Return =:= iodata; Return =:= list; Return =:= binary -> O#options{return = Return};
option({parts, 0}, O, run) -> O;
option({parts, Parts}, O, run) when is_integer(Parts), Parts > 0; Parts =:= infinity -> O#options{parts = Parts};
option(group, O, run) -> O#options{group = true};
option(trim, O, run) -> O#options{trim = true}.

flag(Bit, #options{flags = Flags} = O) -> O#options{flags = Flags bor Bit}.

condition(Bit, #options{conditions = Conditions} = O) -> O#options{conditions = Conditions bor Bit}.

capture([]) -> none;
capture(What) when What =:= all; What =:= all_but_first; What =:= first; What =:= none; What =:= all_names -> What;
capture(Values) when is_list(Values) -> Values.

%% --- compiled expressions: what they were made from is their last element

compile(RE) -> ?GUARDED(compile_1(RE, []), [RE]).

compile(RE, Options) -> ?GUARDED(compile_1(RE, Options), [RE, Options]).

compile_1(RE, Options) ->
    #options{flags = Flags, conditions = Conditions} = options(Options, compile, 2),
    Pattern = bytes(RE, Flags, {1, ?NO_IODATA}),
    case console:re_compile(Pattern, Flags) of
        {ok, Groups, _} ->
            Unicode = (Flags band ?UNICODE) div ?UNICODE,
            {ok, {re_pattern, Groups, Unicode, 0, term_to_binary({Pattern, Flags, Conditions})}};
        Error -> Error
    end.

inspect(RE, namelist) ->
    try
        {re_pattern, _, _, _, Code} = RE,
        {Pattern, Flags, _} = binary_to_term(Code),
        {ok, _, Names} = console:re_compile(Pattern, Flags),
        {namelist, lists:usort([Name || {Name, _} <- Names])}
    catch
        error:_ -> erlang:error(badarg, [RE, namelist], explained([{1, <<"not a compiled regular expression">>}]))
    end;
inspect(RE, Item) ->
    Wrong = case RE of
                {re_pattern, _, _, _, _} -> [];
                _ -> [{1, <<"not a compiled regular expression">>}]
            end,
    erlang:error(badarg, [RE, Item], explained(Wrong ++ [{2, <<"not a valid item">>} || Wrong =:= [] orelse not is_atom(Item)])).

%% The text of a subject or pattern.
bytes(Text, Flags, Cause) ->
    try
        case Flags band ?UNICODE of
            0 -> iolist_to_binary(Text);
            _ ->
                Bytes = unicode:characters_to_binary(Text),
                true = is_binary(Bytes),
                Bytes
        end
    catch
        error:_ -> bad(Cause)
    end.

%% {Pattern, Options with the flags it was compiled with, Groups, Names}
pattern(RE, Options) -> pattern(RE, Options, 0).

%% With a flag of Unexplained set nothing is said of what is wrong with a pattern.
pattern({re_pattern, _, _, _, Code}, Options, _) ->
    try
        {Pattern, Flags, Conditions} = binary_to_term(Code),
        {ok, Groups, Names} = console:re_compile(Pattern, Flags),
        {Pattern, Options#options{flags = Flags, conditions = Options#options.conditions bor Conditions}, Groups, Names}
    catch
        error:_ -> bad({2, ?NO_PATTERN})
    end;
pattern(RE, #options{flags = Flags} = Options, Unexplained) ->
    Pattern = bytes(RE, Flags, {2, ?NO_PATTERN}),
    case console:re_compile(Pattern, Flags) of
        {ok, Groups, Names} -> {Pattern, Options, Groups, Names};
        {error, {Message, Offset}} ->
            [bad(none) || Flags band Unexplained =/= 0],
            Words = io_lib:format("could not parse regular expression~n~s on character ~w", [Message, Offset]),
            bad({2, unicode:characters_to_binary(Words)})
    end.

%% --- matching

run(Subject, RE) -> ?GUARDED(run_1(Subject, RE, [], 3), [Subject, RE]).

run(Subject, RE, Options) -> ?GUARDED(run_1(Subject, RE, Options, 3), [Subject, RE, Options]).

run_1(Subject, RE, Options, Argument) ->
    {Pattern, O, Groups, Names} = pattern(RE, options(Options, run, Argument), ?UNICODE),
    Bytes = bytes(Subject, O#options.flags, {1, ?NO_IODATA}),
    case O#options.offset > byte_size(Bytes) of
        true -> bad(none);
        false -> ok
    end,
    case matches(Bytes, Pattern, O) of
        {error, Reason} when O#options.report -> {error, Reason};
        {error, _} -> nomatch;
        [] -> nomatch;
        _ when O#options.capture =:= none -> match;
        _ when O#options.capture =:= all_names, Names =:= [] -> match;
        Found ->
            Wanted = [captured(Parts, Bytes, O, Groups, Names) || Parts <- Found],
            case O#options.global of
                true -> {match, Wanted};
                false -> {match, hd(Wanted)}
            end
    end.

%% The parts of each match: all of them, or the first.
matches(Bytes, Pattern, #options{flags = Flags, conditions = Conditions, offset = Offset, global = Global}) ->
    matches(Bytes, Pattern, Flags, Offset, Conditions, Conditions, Global).

matches(Bytes, Pattern, Flags, Offset, Now, Later, Global) ->
    case console:re_run(Bytes, Pattern, Flags, Offset, Now) of
        {match, Parts} when not Global -> [Parts];
        {match, [{Offset, 0} | _] = Parts} ->
            %% After an empty match where the search began, one that is not empty is looked for at the same place.
            more(Parts, matches(Bytes, Pattern, Flags, Offset, Later bor 1 bor 16, Later, Global));
        {match, [{Start, 0} | _] = Parts} when Start < byte_size(Bytes) ->
            Next = max(Offset, Start + character_size(Bytes, Start, Flags)),
            more(Parts, matches(Bytes, Pattern, Flags, Next, Later, Later, Global));
        {match, [{_, 0} | _] = Parts} -> [Parts];
        {match, [{Start, Length} | _] = Parts} ->
            more(Parts, matches(Bytes, Pattern, Flags, max(Offset, Start + Length), Later, Later, Global));
        nomatch when Now =/= Later, Offset < byte_size(Bytes) ->
            matches(Bytes, Pattern, Flags, Offset + character_size(Bytes, Offset, Flags), Later, Later, Global);
        nomatch -> [];
        {error, Reason} -> {error, Reason}
    end.

more(_, {error, Reason}) -> {error, Reason};
more(Parts, Matches) -> [Parts | Matches].

character_size(Bytes, Offset, Flags) when Flags band ?UNICODE =/= 0 ->
    case binary:at(Bytes, Offset) of
        Byte when Byte >= 16#F0 -> 4;
        Byte when Byte >= 16#E0 -> 3;
        Byte when Byte >= 16#C0 -> 2;
        _ -> 1
    end;
character_size(_, _, _) -> 1.

captured(Parts, Bytes, #options{capture = Capture, type = Type, flags = Flags}, Groups, Names) ->
    Chosen =
        case Capture of
            all -> without_last(Parts);
            all_but_first -> tl(without_last(Parts));
            first -> [hd(Parts)];
            all_names -> [named(Name, Parts, Names) || Name <- lists:usort([Name || {Name, _} <- Names])];
            Values -> [chosen(Value, Parts, Groups, Names) || Value <- Values]
        end,
    [typed(Part, Bytes, Type, Flags) || Part <- Chosen].

%% Groups at the end that have not matched are not told.
without_last(Parts) -> lists:reverse(lists:dropwhile(fun(Part) -> Part =:= {-1, 0} end, lists:reverse(Parts))).

chosen(Number, Parts, Groups, _) when is_integer(Number), Number >= 0, Number =< Groups -> lists:nth(Number + 1, Parts);
chosen(Number, _, _, _) when is_integer(Number) -> {-1, 0};
chosen(Name, Parts, _, Names) when is_atom(Name) -> named(atom_to_binary(Name), Parts, Names);
chosen(Name, Parts, _, Names) ->
    try iolist_to_binary(Name) of
        Bytes -> named(Bytes, Parts, Names)
    catch
        error:badarg -> bad(none)
    end.

%% Of several groups of a name the first that has matched.
named(Name, Parts, Names) ->
    case [Part || {N, Group} <- Names, N =:= Name, Part <- [lists:nth(Group + 1, Parts)], Part =/= {-1, 0}] of
        [Part | _] -> Part;
        [] -> {-1, 0}
    end.

typed(Part, _, index, _) -> Part;
typed(Part, Bytes, binary, _) -> part(Part, Bytes);
typed(Part, Bytes, list, Flags) -> as_list(part(Part, Bytes), Flags).

part({-1, 0}, _) -> <<>>;
part({Start, Length}, Bytes) -> binary:part(Bytes, Start, Length).

as_list(Bytes, Flags) when Flags band ?UNICODE =/= 0 -> unicode:characters_to_list(Bytes);
as_list(Bytes, _) -> binary_to_list(Bytes).

%% --- replacing

replace(Subject, RE, Replacement) -> ?GUARDED(replace_1(Subject, RE, Replacement, []), [Subject, RE, Replacement]).

replace(Subject, RE, Replacement, Options) ->
    ?GUARDED(replace_1(Subject, RE, Replacement, Options), [Subject, RE, Replacement, Options]).

replace_1(Subject, RE, Replacement, Options) ->
    {Pattern, O, _, _} = pattern(RE, options(without([trim, group, parts | ?OF_RUN], Options), run, none)),
    Flags = O#options.flags,
    Bytes = bytes(Subject, Flags, {1, ?NO_IODATA}),
    Template = template(bytes(Replacement, Flags, {3, ?NO_IODATA}), <<>>),
    case matches(Bytes, Pattern, O) of
        {error, _} -> returned(Subject, O);
        [] -> returned(Subject, O);
        Found -> returned(replaced(Found, 0, Bytes, Template), O)
    end.

returned(Data, #options{return = list, flags = Flags}) -> as_list(bytes(Data, Flags, none), Flags);
returned(Data, #options{return = binary, flags = Flags}) -> bytes(Data, Flags, none);
returned(Data, _) -> Data.

replaced([[{Start, Length} | _] = Parts | Found], From, Bytes, Template) ->
    Rest = [filled(Template, Parts, Bytes) | replaced(Found, Start + Length, Bytes, Template)],
    case binary:part(Bytes, From, Start - From) of
        <<>> -> Rest;
        Before -> [Before | Rest]
    end;
replaced([], From, Bytes, _) ->
    case binary:part(Bytes, From, byte_size(Bytes) - From) of
        <<>> -> [];
        After -> After
    end.

filled([], _, _) -> [];
filled([Text], _, _) when is_binary(Text) -> Text;
filled(Template, Parts, Bytes) ->
    [case Piece of
         Text when is_binary(Text) -> Text;
         Group when Group < length(Parts) -> part(lists:nth(Group + 1, Parts), Bytes);
         _ -> <<>>
     end || Piece <- Template].

%% Texts and numbers of groups.
template(<<"&", Rest/binary>>, Text) -> text(Text, [0 | template(Rest, <<>>)]);
template(<<"\\g{", Rest/binary>>, Text) ->
    case number(Rest, none) of
        {Group, <<"}", After/binary>>} when is_integer(Group) -> text(Text, [Group | template(After, <<>>)]);
        _ -> bad(none)
    end;
template(<<"\\g", Digit, _/binary>> = All, Text) when Digit >= $0, Digit =< $9 ->
    <<"\\g", Rest/binary>> = All,
    {Group, After} = number(Rest, none),
    text(Text, [Group | template(After, <<>>)]);
template(<<"\\", Digit, _/binary>> = All, Text) when Digit >= $1, Digit =< $9 ->
    <<"\\", Rest/binary>> = All,
    {Group, After} = number(Rest, none),
    text(Text, [Group | template(After, <<>>)]);
template(<<"\\", Char, Rest/binary>>, Text) -> template(Rest, <<Text/binary, Char>>);
template(<<Char, Rest/binary>>, Text) -> template(Rest, <<Text/binary, Char>>);
template(<<>>, Text) -> text(Text, []).

text(<<>>, Rest) -> Rest;
text(Text, Rest) -> [Text | Rest].

number(<<Digit, Rest/binary>>, none) when Digit >= $0, Digit =< $9 -> number(Rest, Digit - $0);
number(<<Digit, Rest/binary>>, N) when is_integer(N), Digit >= $0, Digit =< $9 -> number(Rest, N * 10 + Digit - $0);
number(Rest, N) -> {N, Rest}.

%% --- splitting

split(Subject, RE) -> ?GUARDED(split_1(Subject, RE, []), [Subject, RE]).

split(Subject, RE, Options) -> ?GUARDED(split_1(Subject, RE, Options), [Subject, RE, Options]).

split_1(Subject, RE, Options) ->
    {Pattern, O, _, _} = pattern(RE, options(without([global | ?OF_RUN], Options), run, 3)),
    Bytes = bytes(Subject, O#options.flags, {1, ?NO_IODATA}),
    All = case matches(Bytes, Pattern, O#options{global = true}) of {error, _} -> []; Matches -> Matches end,
    Rows = rows(limited(pieces(All, 0), O#options.parts), 0, Bytes),
    %% What could not be split is not trimmed.
    Kept = case O#options.trim andalso All =/= [] andalso O#options.parts =/= 1 of true -> trimmed(Rows); false -> Rows end,
    Return = case O#options.return of default -> binary; iodata -> binary; Other -> Other end,
    Typed = [[typed_piece(Piece, Return, O#options.flags) || Piece <- Row] || Row <- Kept],
    case O#options.group of
        true -> Typed;
        false -> lists:append(Typed)
    end.

typed_piece(Piece, binary, _) -> Piece;
typed_piece(Piece, list, Flags) -> as_list(Piece, Flags).

%% An empty match where a piece begins, of which no group has taken anything, splits nothing.
pieces([[{Start, Length} | Groups] = Parts | Found], From) ->
    case Start =:= From andalso Length =:= 0 andalso lists:all(fun({_, Size}) -> Size =:= 0 end, Groups) of
        true -> pieces(Found, From);
        false -> [Parts | pieces(Found, Start + Length)]
    end;
pieces([], _) -> [].

limited(Found, infinity) -> Found;
limited(Found, Parts) -> lists:sublist(Found, Parts - 1).

%% Each piece with the groups of the match behind it.
rows([[{Start, Length} | Groups] | Found], From, Bytes) ->
    Row = [binary:part(Bytes, From, Start - From) | [part(Group, Bytes) || Group <- Groups]],
    [Row | rows(Found, Start + Length, Bytes)];
rows([], From, Bytes) -> [[binary:part(Bytes, From, byte_size(Bytes) - From)]].

trimmed(Rows) -> trimmed_reversed(lists:reverse(Rows)).

trimmed_reversed([Row | Rows]) ->
    case lists:reverse(lists:dropwhile(fun(Piece) -> Piece =:= <<>> end, lists:reverse(Row))) of
        [] -> trimmed_reversed(Rows);
        Kept -> lists:reverse(Rows, [Kept])
    end;
trimmed_reversed([]) -> [].
