%% Text set in lines of a width: left, right, centred, justified.
-module(prog_text_format).
-export([main/0]).

main() ->
    Text = "Erlang is a general-purpose, concurrent, functional programming language, and a garbage-collected runtime "
           "system. The term Erlang is used interchangeably with Erlang/OTP.",
    Lines = wrap(string:lexemes(Text, " "), 34),
    [io:format("|~s|~n", [string:pad(L, 34)]) || L <- lines(Lines)],
    [io:format("|~s|~n", [string:pad(L, 34, leading)]) || L <- lines(Lines)],
    [io:format("|~s|~n", [string:pad(L, 34, both)]) || L <- lines(Lines)],
    [io:format("|~s|~n", [L]) || L <- justify(Lines, 34)],
    io:format("~s~n", [string:join([string:titlecase(W) || W <- string:tokens("the quick brown fox", " ")], " ")]),
    io:format("~ts~n", [string:reverse("stressed")]),
    io:format("[~10s] [~-10s] [~10.3s] [~*c]~n", ["right", "left", "shortened", 5, $x]),
    io:format("~8.3.0f ~.3e ~8.16.0B ~c~c~n", [math:pi(), 12345.678, 48879, 104, 105]),
    length(Lines).

lines(Lines) -> [lists:flatten(lists:join(" ", L)) || L <- Lines].

wrap([Word | Words], Width) -> wrap(Words, Width, [Word], length(Word)).

wrap([Word | Words], Width, Line, Length) when Length + 1 + length(Word) =< Width ->
    wrap(Words, Width, [Word | Line], Length + 1 + length(Word));
wrap([Word | Words], Width, Line, _) -> [lists:reverse(Line) | wrap(Words, Width, [Word], length(Word))];
wrap([], _, Line, _) -> [lists:reverse(Line)].

justify([Last], _) -> lines([Last]);
justify([Line | Lines], Width) ->
    Gaps = max(1, length(Line) - 1),
    Blanks = Width - lists:sum([length(W) || W <- Line]),
    [lists:flatten(spread(Line, Blanks, Gaps)) | justify(Lines, Width)].

spread([Word], Blanks, _) -> [Word, lists:duplicate(Blanks, $\s)];
spread([A, B], Blanks, 1) -> [A, lists:duplicate(Blanks, $\s), B];
spread([Word | Words], Blanks, Gaps) ->
    Here = (Blanks + Gaps - 1) div Gaps,
    [Word, lists:duplicate(Here, $\s) | spread(Words, Blanks - Here, Gaps - 1)].
