%% Strings. Those of the current API work on character data (lists, UTF-8 binaries, mixtures) by grapheme clusters and give back
%% the kind that they were given; the obsolete ones at the end work on flat lists.
-module(string).
-compile({no_auto_import, [length/1, list_to_integer/1, list_to_float/1]}).
-export([is_empty/1, length/1, to_graphemes/1, reverse/1, equal/2, equal/3, equal/4, slice/2, slice/3, pad/2, pad/3,
         pad/4, trim/1, trim/2, trim/3, chomp/1, take/2, take/3, take/4, uppercase/1, lowercase/1, titlecase/1,
         casefold/1, to_integer/1, to_float/1, prefix/2, lexemes/2, nth_lexeme/3, find/2, find/3, split/2, split/3,
         replace/3, replace/4, next_codepoint/1, next_grapheme/1]).
-export([len/1, concat/2, chr/2, rchr/2, str/2, rstr/2, span/2, cspan/2, substr/2, substr/3, tokens/2, join/2,
         chars/2, chars/3, copies/2, words/1, words/2, sub_word/2, sub_word/3, strip/1, strip/2, strip/3, left/2,
         left/3, right/2, right/3, centre/2, centre/3, sub_string/2, sub_string/3, to_upper/1, to_lower/1,
         list_to_integer/1, list_to_float/1]).

%% --- clusters: each is a code point or a list of several

clusters(Text) ->
    try console:graphemes(Text)
    catch error:badarg:Stack -> not_text(Text, tl(Stack))
    end.

%% As OTP's unicode_util fails, which takes code points one by one.
not_text(Text, Stack) ->
    case culprit(Text) of
        Wrong when is_binary(Wrong) -> erlang:error({badarg, undecoded(Wrong)});
        Wrong -> not_code_point(Wrong, Stack)
    end.

undecoded(<<_/utf8, Rest/binary>>) -> undecoded(Rest);
undecoded(Rest) -> Rest.

not_code_point(Wrong, Stack) ->
    erlang:raise(error, function_clause, [{unicode_util, cp, [Wrong], [{file, "unicode_util.erl"}, {line, 1}]} | Stack]).

culprit([C | Cs]) when is_integer(C), C >= 0, C =< 16#10FFFF -> culprit(Cs);
culprit([C | _]) when is_list(C) -> culprit(C);
culprit([C | Cs]) when is_binary(C) ->
    case undecoded(C) of
        <<>> -> culprit(Cs);
        _ -> C
    end;
culprit([C | _]) when not is_integer(C) -> C;
culprit(Text) -> Text.

%% The clusters of what is searched for, and of what is searched in.
pattern(Pattern) -> clusters(unicode:characters_to_list(Pattern)).

searched(Text) when is_list(Text); is_binary(Text) -> clusters(Text);
searched(Text) -> erlang:error({badmatch, Text}).

%% Clusters as character data of the same kind as Like.
like(Like, Clusters) when is_binary(Like) -> unicode:characters_to_binary(Clusters);
like(_, Clusters) -> flat(Clusters).

flat([C | Cs]) when is_list(C) -> C ++ flat(Cs);
flat([C | Cs]) -> [C | flat(Cs)];
flat([]) -> [].

is_empty([]) -> true;
is_empty(<<>>) -> true;
is_empty([H | T]) when is_list(H); is_binary(H) -> is_empty(H) andalso is_empty(T);
is_empty(_) -> false.

length(Text) -> erlang:length(clusters(Text)).

to_graphemes(Text) -> clusters(Text).

reverse(Text) -> lists:reverse(clusters(Text)).

equal(A, B) -> flat(clusters(A)) =:= flat(clusters(B)).

equal(A, B, false) -> equal(A, B);
equal(A, B, true) -> casefold(flat(clusters(A))) =:= casefold(flat(clusters(B))).

equal(A, B, Case, none) -> equal(A, B, Case);
equal(A, B, Case, Norm) -> equal(normal(A, Norm), normal(B, Norm), Case).

normal(Text, nfc) -> unicode:characters_to_nfc_list(Text);
normal(Text, nfd) -> unicode:characters_to_nfd_list(Text);
normal(Text, nfkc) -> unicode:characters_to_nfkc_list(Text);
normal(Text, nfkd) -> unicode:characters_to_nfkd_list(Text).

slice(Text, Start) when is_integer(Start), Start >= 0 -> like(Text, drop(Start, clusters(Text))).

slice(Text, Start, infinity) -> slice(Text, Start);
slice(Text, Start, Length) when is_integer(Start), Start >= 0, is_integer(Length), Length >= 0 ->
    like(Text, lists:sublist(drop(Start, clusters(Text)), Length)).

drop(0, L) -> L;
drop(N, [_ | T]) -> drop(N - 1, T);
drop(_, []) -> [].

%% --- padding and trimming

pad(Text, Length) -> pad(Text, Length, trailing, $\s).
pad(Text, Length, Where) -> pad(Text, Length, Where, $\s).

pad(Text, Length, leading, Char) when is_integer(Length) ->
    [lists:duplicate(missing(Text, Length), Char), Text];
pad(Text, Length, trailing, Char) when is_integer(Length) ->
    [Text | lists:duplicate(missing(Text, Length), Char)];
pad(Text, Length, both, Char) when is_integer(Length) ->
    Missing = missing(Text, Length),
    Side = lists:duplicate(Missing div 2, Char),
    [Side, Text, Side | [Char || Missing rem 2 =:= 1]].

missing(Text, Length) -> max(0, Length - length(Text)).

trim(Text) -> trim(Text, both, white()).
trim(Text, Where) -> trim(Text, Where, white()).

trim(Text, _, []) -> Text;
trim(Text, Where, Characters)
  when is_list(Characters), (Where =:= leading orelse Where =:= trailing orelse Where =:= both) ->
    Set = set(Characters),
    like(Text, trim_1(Where, clusters(Text), Set)).

trim_1(leading, Cs, Set) -> lists:dropwhile(fun(C) -> is_in(C, Set) end, Cs);
trim_1(trailing, Cs, Set) -> lists:reverse(trim_1(leading, lists:reverse(Cs), Set));
trim_1(both, Cs, Set) -> trim_1(trailing, trim_1(leading, Cs, Set), Set).

chomp(Text) -> trim(Text, trailing, [[$\r, $\n], $\n]).

%% Unicode's Pattern_White_Space.
white() -> [[$\r, $\n], $\t, $\n, $\v, $\f, $\r, $\s, 16#85, 16#200E, 16#200F, 16#2028, 16#2029].

set(Characters) when is_list(Characters) -> Characters;
set(Characters) -> clusters(Characters).

is_in(C, Set) -> lists:member(C, Set).

take(Text, Characters) -> take(Text, Characters, false, leading).
take(Text, Characters, Complement) -> take(Text, Characters, Complement, leading).

take(Text, Characters, Complement, leading) when is_boolean(Complement) ->
    Set = set(Characters),
    {Taken, Rest} = lists:splitwith(fun(C) -> is_in(C, Set) =/= Complement end, clusters(Text)),
    {like(Text, Taken), like(Text, Rest)};
take(Text, Characters, Complement, trailing) when is_boolean(Complement) ->
    Set = set(Characters),
    {Taken, Rest} = lists:splitwith(fun(C) -> is_in(C, Set) =/= Complement end, lists:reverse(clusters(Text))),
    {like(Text, lists:reverse(Rest)), like(Text, lists:reverse(Taken))}.

%% --- case

uppercase(Text) -> cased(upper, Text).
lowercase(Text) -> cased(lower, Text).
casefold(Text) -> cased(fold, Text).

cased(Case, Text) when is_binary(Text); is_list(Text) ->
    try like(Text, console:change_case(Case, Text))
    catch error:badarg:Stack -> not_text(Text, tl(Stack))
    end;
cased(_, Text) -> erlang:error({badarg, Text}).

titlecase(Text) when is_list(Text); is_binary(Text) ->
    case clusters(Text) of
        [First | Rest] -> like(Text, console:change_case(upper, [First]) ++ Rest);
        [] -> like(Text, [])
    end.

%% --- numbers

to_integer(Text) ->
    try flat(clusters(Text)) of
        Chars ->
            {Sign, Unsigned} = sign(Chars),
            case lists:splitwith(fun is_digit/1, Unsigned) of
                {[], _} -> {error, no_integer};
                {Digits, Rest} -> {erlang:list_to_integer(Sign ++ Digits), like(Text, Rest)}
            end
    catch
        _:_ -> {error, badarg}
    end.

to_float(Text) ->
    try flat(clusters(Text)) of
        Chars ->
            {Sign, Unsigned} = sign(Chars),
            {Whole, Rest} = lists:splitwith(fun is_digit/1, Unsigned),
            case Rest of
                [Point | After] when Whole =/= [], Point =:= $. orelse Point =:= $, ->
                    fraction(Text, Sign ++ Whole, lists:splitwith(fun is_digit/1, After));
                _ -> {error, no_float}
            end
    catch
        _:_ -> {error, badarg}
    end.

fraction(_, _, {[], _}) -> {error, no_float};
fraction(Text, Whole, {Digits, Rest}) ->
    Number = Whole ++ "." ++ Digits,
    {Exponent, Last} = exponent(Rest),
    try {erlang:list_to_float(Number ++ Exponent), like(Text, Last)}
    catch error:badarg -> {error, no_float}
    end.

exponent([E | Rest]) when E =:= $e; E =:= $E ->
    {Sign, Unsigned} = sign(Rest),
    case lists:splitwith(fun is_digit/1, Unsigned) of
        {[], _} -> {"", [E | Rest]};
        {Digits, Last} -> {"e" ++ Sign ++ Digits, Last}
    end;
exponent(Rest) -> {"", Rest}.

sign([$- | T]) -> {"-", T};
sign([$+ | T]) -> {"", T};
sign(T) -> {"", T}.

is_digit(C) -> is_integer(C) andalso C >= $0 andalso C =< $9.

%% --- searching

prefix(Text, Prefix) ->
    case strip_prefix(clusters(Text), pattern(Prefix)) of
        nomatch -> nomatch;
        Rest -> like(Text, Rest)
    end.

strip_prefix(Cs, []) -> Cs;
strip_prefix([C | Cs], [C | Ps]) -> strip_prefix(Cs, Ps);
strip_prefix(_, _) -> nomatch.

find(Text, Pattern) -> find(Text, Pattern, leading).

find(Text, Pattern, Direction) when Direction =:= leading; Direction =:= trailing ->
    case pattern(Pattern) of
        [] -> Text;
        Cs ->
            case places(searched(Text), Cs, Direction) of
                {_, Found, _} -> like(Text, Found);
                nomatch -> nomatch
            end
    end.

%% {Before, FromTheMatchOn, AfterTheMatch} of the first or last match.
places(Cs, Pattern, leading) -> first(Cs, Pattern, []);
places(Cs, Pattern, trailing) -> last(Cs, Pattern, [], nomatch).

first(Cs, Pattern, Before) ->
    case strip_prefix(Cs, Pattern) of
        nomatch when Cs =:= [] -> nomatch;
        nomatch -> first(tl(Cs), Pattern, [hd(Cs) | Before]);
        Rest -> {lists:reverse(Before), Cs, Rest}
    end.

last([], _, _, Found) -> Found;
last([C | T] = Cs, Pattern, Before, Found) ->
    case strip_prefix(Cs, Pattern) of
        nomatch -> last(T, Pattern, [C | Before], Found);
        Rest -> last(T, Pattern, [C | Before], {lists:reverse(Before), Cs, Rest})
    end.

split(Text, Pattern) -> split(Text, Pattern, leading).

split(Text, Pattern, Where) ->
    case pattern(Pattern) of
        [] -> [Text];
        Cs -> [like(Text, Part) || Part <- parts(searched(Text), Cs, Where)]
    end.

parts(Cs, Pattern, all) ->
    case first(Cs, Pattern, []) of
        {Before, _, After} -> [Before | parts(After, Pattern, all)];
        nomatch -> [Cs]
    end;
parts(Cs, Pattern, Direction) ->
    case places(Cs, Pattern, Direction) of
        {Before, _, After} -> [Before, After];
        nomatch -> [Cs]
    end.

replace(Text, Pattern, Replacement) -> replace(Text, Pattern, Replacement, leading).

replace(Text, Pattern, Replacement, Where) -> lists:join(Replacement, split(Text, Pattern, Where)).

lexemes(Text, Separators) when is_list(Separators) ->
    [like(Text, Lexeme) || Lexeme <- lexemes_1(clusters(Text), set(Separators))].

lexemes_1(Cs, Set) ->
    case lists:dropwhile(fun(C) -> is_in(C, Set) end, Cs) of
        [] -> [];
        Rest ->
            {Lexeme, After} = lists:splitwith(fun(C) -> not is_in(C, Set) end, Rest),
            [Lexeme | lexemes_1(After, Set)]
    end.

nth_lexeme(Text, 1, []) -> Text;
nth_lexeme(_, N, []) when is_integer(N), N > 1 -> [];
nth_lexeme(Text, N, Separators) when is_integer(N), N > 0 ->
    Lexemes = lexemes_1(clusters(Text), set(Separators)),
    like(Text, case drop(N - 1, Lexemes) of
                   [Lexeme | _] -> Lexeme;
                   [] -> []
               end).

%% The first code point or cluster and the rest; [] at the end.
next_codepoint([C | _] = Text) when is_integer(C) -> Text;
next_codepoint([Part]) -> next_codepoint(Part);
next_codepoint([Part | Rest]) ->
    case next_codepoint(Part) of
        [C | More] -> [C | before(More, Rest)];
        [] -> next_codepoint(Rest);
        {error, Wrong} -> {error, before(Wrong, Rest)}
    end;
next_codepoint(<<C/utf8, Rest/binary>>) -> [C | Rest];
next_codepoint(Empty) when Empty =:= []; Empty =:= <<>> -> [];
next_codepoint(Wrong) when is_binary(Wrong) -> {error, Wrong};
next_codepoint(Wrong) -> not_code_point(Wrong, []).

before(Empty, Rest) when Empty =:= []; Empty =:= <<>> -> Rest;
before(Part, Rest) when is_list(Part) -> Part ++ only_part(Rest);
before(Part, Rest) -> [Part | Rest].

only_part([Part]) when is_list(Part) -> only_part(Part);
only_part([Part]) when is_binary(Part) -> Part;
only_part(Parts) -> Parts.

%% Between two characters of ASCII a cluster ends, save after a carriage return. Otherwise it is looked for in a piece of the text, which
%% must be longer than the cluster.
next_grapheme(Text) ->
    case next_codepoint(Text) of
        [C | Rest] when C < 128, C =/= $\r ->
            case next_codepoint(Rest) of
                [Next | _] when Next >= 128 -> next_grapheme(Text, 16);
                _ -> [C | Rest]
            end;
        [_ | _] -> next_grapheme(Text, 16);
        Other -> Other
    end.

next_grapheme(Text, Size) ->
    Piece = first_codepoints(Text, Size),
    case clusters(Piece) of
        [_] when erlang:length(Piece) =:= Size -> next_grapheme(Text, 2 * Size);
        [Cluster | _] when is_integer(Cluster) -> [Cluster | after_codepoints(Text, 1)];
        [Cluster | _] -> [Cluster | after_codepoints(Text, erlang:length(Cluster))]
    end.

first_codepoints(_, 0) -> [];
first_codepoints(Text, N) ->
    case next_codepoint(Text) of
        [C | Rest] -> [C | first_codepoints(Rest, N - 1)];
        _ -> []
    end.

after_codepoints(Text, 0) -> Text;
after_codepoints(Text, N) -> after_codepoints(tl(next_codepoint(Text)), N - 1).

%% --- the obsolete functions, on flat lists

len(S) -> erlang:length(S).

concat(S1, S2) -> S1 ++ S2.

chr(S, C) when is_integer(C) -> chr(S, C, 1).

chr([C | _], C, I) -> I;
chr([_ | Cs], C, I) -> chr(Cs, C, I + 1);
chr([], _, _) -> 0.

rchr(S, C) when is_integer(C) -> rchr(S, C, 1, 0).

rchr([C | Cs], C, I, _) -> rchr(Cs, C, I + 1, I);
rchr([_ | Cs], C, I, L) -> rchr(Cs, C, I + 1, L);
rchr([], _, _, L) -> L.

str(_, []) -> 0;
str(S, Sub) when is_list(Sub) -> str(S, Sub, 1).

str([_ | S] = Text, Sub, I) ->
    case lists:prefix(Sub, Text) of
        true -> I;
        false -> str(S, Sub, I + 1)
    end;
str([], _, _) -> 0.

rstr(_, []) -> 0;
rstr(S, Sub) when is_list(Sub) -> rstr(S, Sub, 1, 0).

rstr([_ | S] = Text, Sub, I, L) ->
    case lists:prefix(Sub, Text) of
        true -> rstr(S, Sub, I + 1, I);
        false -> rstr(S, Sub, I + 1, L)
    end;
rstr([], _, _, L) -> L.

span(S, Cs) when is_list(Cs) -> span(S, Cs, 0).

span([C | S], Cs, N) ->
    case lists:member(C, Cs) of
        true -> span(S, Cs, N + 1);
        false -> N
    end;
span([], _, N) -> N.

cspan(S, Cs) when is_list(Cs) -> cspan(S, Cs, 0).

cspan([C | S], Cs, N) ->
    case lists:member(C, Cs) of
        true -> N;
        false -> cspan(S, Cs, N + 1)
    end;
cspan([], _, N) -> N.

substr(S, 1) when is_list(S) -> S;
substr(S, Start) when is_integer(Start), Start > 1 -> substr2(S, Start).

substr2(S, 1) when is_list(S) -> S;
substr2([_ | S], Start) -> substr2(S, Start - 1).

substr(S, Start, Length) when is_integer(Start), Start >= 1, is_integer(Length), Length >= 0 ->
    lists:sublist(substr2(S, Start), Length).

tokens(S, Separators) ->
    case Separators of
        [] ->
            case S of
                [] -> [];
                [_ | _] -> [S]
            end;
        [C] -> tokens_single_1(lists:reverse(S), C, []);
        [_ | _] -> tokens_multiple_1(lists:reverse(S), Separators, [])
    end.

%% From the end of the string, so that tokens are built in order.
tokens_single_1([C | S], C, Tokens) -> tokens_single_1(S, C, Tokens);
tokens_single_1([First | S], C, Tokens) -> tokens_single_2(S, C, Tokens, [First]);
tokens_single_1([], _, Tokens) -> Tokens.

tokens_single_2([C | S], C, Tokens, Token) -> tokens_single_1(S, C, [Token | Tokens]);
tokens_single_2([Other | S], C, Tokens, Token) -> tokens_single_2(S, C, Tokens, [Other | Token]);
tokens_single_2([], _, Tokens, Token) -> [Token | Tokens].

tokens_multiple_1([C | S], Separators, Tokens) ->
    case lists:member(C, Separators) of
        true -> tokens_multiple_1(S, Separators, Tokens);
        false -> tokens_multiple_2(S, Separators, Tokens, [C])
    end;
tokens_multiple_1([], _, Tokens) -> Tokens.

tokens_multiple_2([C | S], Separators, Tokens, Token) ->
    case lists:member(C, Separators) of
        true -> tokens_multiple_1(S, Separators, [Token | Tokens]);
        false -> tokens_multiple_2(S, Separators, Tokens, [C | Token])
    end;
tokens_multiple_2([], _, Tokens, Token) -> [Token | Tokens].

join([], Separator) when is_list(Separator) -> [];
join([H | T], Separator) -> H ++ lists:append([Separator ++ X || X <- T]).

chars(C, N) -> chars(C, N, []).

chars(C, N, Tail) when N > 0 -> chars(C, N - 1, [C | Tail]);
chars(C, 0, Tail) when is_integer(C) -> Tail.

copies(S, N) when is_list(S), is_integer(N), N >= 0 -> lists:append(lists:duplicate(N, S)).

words(S) -> words(S, $\s).
words(S, C) when is_integer(C) -> max(1, erlang:length(tokens(strip(S, left, C), [C]))).

sub_word(S, N) -> sub_word(S, N, $\s).
sub_word(S, N, C) when is_integer(N), N > 0, is_integer(C) ->
    case drop(N - 1, tokens(strip(S, left, C), [C])) of
        [Word | _] -> Word;
        [] -> []
    end.

strip(S) -> strip(S, both).

strip(S, left) -> strip_left(S, $\s);
strip(S, right) -> strip_right(S, $\s);
strip(S, both) -> strip_right(strip_left(S, $\s), $\s).

strip(S, left, C) -> strip_left(S, C);
strip(S, right, C) -> strip_right(S, C);
strip(S, both, C) -> strip_right(strip_left(S, C), C).

strip_left([C | S], C) when is_integer(C) -> strip_left(S, C);
strip_left([_ | _] = S, C) when is_integer(C) -> S;
strip_left([], C) when is_integer(C) -> [].

strip_right(S, C) when is_integer(C) -> lists:reverse(strip_left(lists:reverse(S), C)).

left(S, N) when is_integer(N) -> left(S, N, $\s).
left(S, N, C) when is_integer(C) ->
    case erlang:length(S) of
        Length when Length > N -> substr(S, 1, N);
        Length -> S ++ chars(C, N - Length)
    end.

right(S, N) when is_integer(N) -> right(S, N, $\s).
right(S, N, C) when is_integer(C) ->
    case erlang:length(S) of
        Length when Length > N -> substr(S, Length - N + 1);
        Length -> chars(C, N - Length, S)
    end.

centre(S, N) when is_integer(N) -> centre(S, N, $\s).
centre(_, 0, C) when is_integer(C) -> [];
centre(S, N, C) when is_integer(C) ->
    case erlang:length(S) of
        Length when Length > N -> substr(S, (Length - N) div 2 + 1, N);
        Length ->
            Left = (N - Length) div 2,
            chars(C, Left, S ++ chars(C, N - Length - Left))
    end.

sub_string(S, Start) -> substr(S, Start).
sub_string(S, Start, Stop) when is_integer(Start), is_integer(Stop) -> substr(S, Start, Stop - Start + 1).

to_lower(C) when is_integer(C) -> lower(C);
to_lower(S) when is_list(S) -> [lower(C) || C <- S].

to_upper(C) when is_integer(C) -> upper(C);
to_upper(S) when is_list(S) -> [upper(C) || C <- S].

%% Latin-1.
lower(C) when C >= $A, C =< $Z; C >= 16#C0, C =< 16#D6; C >= 16#D8, C =< 16#DE -> C + 32;
lower(C) -> C.

upper(C) when C >= $a, C =< $z; C >= 16#E0, C =< 16#F6; C >= 16#F8, C =< 16#FE -> C - 32;
upper(C) -> C.

list_to_integer(S) -> to_integer(S).

list_to_float(S) -> to_float(S).
