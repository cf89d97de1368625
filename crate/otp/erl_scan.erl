%% Text to tokens. The scanner is the compiler's (crate/src/syntax/scanner.rs).
-module(erl_scan).
-export([string/1, string/2, string/3, tokens/3, tokens/4, format_error/1, reserved_word/1, f_reserved_word/1,
         category/1, symbol/1, line/1, column/1, location/1, end_location/1, text/1, continuation_location/1]).

-define(LOCATION(L),
        (is_integer(L) andalso L >= 0
         orelse is_integer(element(1, L)) andalso is_integer(element(2, L)) andalso tuple_size(L) =:= 2)).

string(Text) -> string(Text, 1, []).

string(Text, Location) -> string(Text, Location, []).

string(Text, Location, Options) when is_list(Text), ?LOCATION(Location), is_list(Options) orelse is_atom(Options) ->
    case console:scan(Text, Location, false) of
        {Tokens, End, _} -> {ok, Tokens, End};
        {_, Start, What, End, _} -> {error, {Start, ?MODULE, What}, End}
    end.

%% A continuation is where the text began, and the text so far.
-record(erl_scan_continuation, {text, location}).

tokens(Continuation, Text, Location) -> tokens(Continuation, Text, Location, []).

tokens([], Text, Location, _) when ?LOCATION(Location) -> tokens_1("", Text, Location);
tokens(#erl_scan_continuation{text = Before, location = Location}, Text, _, _) -> tokens_1(Before, Text, Location).

tokens_1(Before, eof, Location) ->
    case console:scan(Before, Location, true) of
        {[], End, none} -> {done, {eof, End}, eof};
        {Tokens, End, none} -> {done, {ok, Tokens, End}, eof};
        Scanned -> done(Scanned, eof)
    end;
tokens_1(Before, More, Location) ->
    Text = Before ++ More,
    Incomplete = {more, #erl_scan_continuation{text = Text, location = Location}},
    case console:scan(Text, Location, true) of
        {_, _, none} -> Incomplete;
        {more, _, _, _, _} -> Incomplete;
        Scanned -> done(Scanned, "")
    end.

done({Tokens, End, Rest}, _) -> {done, {ok, Tokens, End}, Rest};
done({_, Start, What, End, Rest}, Last) ->
    {done, {error, {Start, ?MODULE, What}, End}, case Last of eof -> eof; _ -> Rest end}.

continuation_location(#erl_scan_continuation{text = Text, location = Location}) ->
    case console:scan(Text, Location, true) of
        {_, End, _} -> End;
        {_, _, _, End, _} -> End
    end.

format_error({string, Quote, Text}) ->
    What = case Quote of $" -> "string"; _ -> "atom" end,
    lists:flatten(["unterminated ", What, " starting with ", io_lib:write_string(Text, Quote)]);
format_error({illegal, What}) -> lists:flatten(io_lib:fwrite("illegal ~w", [What]));
format_error(char) -> "unterminated character";
format_error({base, Base}) -> lists:flatten(io_lib:fwrite("illegal base '~w'", [Base]));
format_error(Other) -> lists:flatten(io_lib:write(Other)).

reserved_word(Word) ->
    lists:member(Word, ['after', 'and', 'andalso', 'band', 'begin', 'bnot', 'bor', 'bsl', 'bsr', 'bxor', 'case',
                        'catch', 'cond', 'div', 'end', 'fun', 'if', 'let', 'not', 'of', 'or', 'orelse', 'receive',
                        'rem', 'try', 'when', 'xor']).

f_reserved_word(Word) -> reserved_word(Word).

%% --- tokens taken apart

category({Category, _}) -> Category;
category({Category, _, _}) -> Category.

symbol({Category, _}) -> Category;
symbol({_, _, Symbol}) -> Symbol.

location(Token) -> erl_anno:location(element(2, Token)).

line(Token) -> erl_anno:line(element(2, Token)).

column(Token) -> erl_anno:column(element(2, Token)).

end_location(Token) -> erl_anno:end_location(element(2, Token)).

text(Token) -> erl_anno:text(element(2, Token)).
