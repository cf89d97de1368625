%% The functions of module io_lib that the io protocol needs; what makes text of terms is built in.
-module(io_lib).
-export([format_prompt/1, format_prompt/2, quote_atom/2, write_latin1_string/2, write_string_as_latin1/2,
         limit_term/2, write_binary/3, scan_format/2, unscan_format/1, build_text/1, build_text/2]).

format_prompt(Prompt) -> format_prompt(Prompt, latin1).

format_prompt({format, Format, Args}, _) ->
    try io_lib:format(Format, Args) catch _:_ -> "???" end;
format_prompt(Prompt, _) when is_list(Prompt) ->
    case io_lib:deep_unicode_char_list(Prompt) of
        true -> io_lib:format("~ts", [Prompt]);
        false -> io_lib:format("~tp", [Prompt])
    end;
format_prompt(Prompt, _) when is_atom(Prompt); is_binary(Prompt) -> io_lib:format("~ts", [Prompt]);
format_prompt(Prompt, _) -> io_lib:format("~tp", [Prompt]).

quote_atom(Atom, _) -> hd(io_lib:write_atom(Atom)) =:= $\'.

write_latin1_string(Text, Quote) -> io_lib:write_string(Text, Quote).

write_string_as_latin1(Text, Quote) -> io_lib:write_string(Text, Quote).

write_binary(Binary, Depth, _) -> io_lib:write(Binary, Depth).

%% --- formats taken apart: characters, and maps for control sequences

scan_format(Format, Args) ->
    try scan(format_chars(Format), Args)
    catch error:_ -> erlang:error(badarg, [Format, Args])
    end.

format_chars(Format) when is_binary(Format) -> unicode:characters_to_list(Format);
format_chars(Format) when is_atom(Format) -> atom_to_list(Format);
format_chars(Format) -> Format.

scan([$~ | Format], Args) ->
    {Width, Format1, Args1} = width(Format, Args),
    {Precision, Format2, Args2} = field($., none, Format1, Args1),
    {Pad, Format3, Args3} = pad(Format2, Args2),
    {Modified, [Control | Format4]} =
        modified(Format3, #{encoding => latin1, strings => true}),
    {Own, Args4} = lists:split(taken(Control), Args3),
    {Adjust, Size} = case Width of {left, N} -> {left, N}; N -> {right, N} end,
    Item = maps:merge(Modified,
                      #{adjust => Adjust, args => Own, control_char => Control, pad_char => Pad,
                        precision => Precision, width => Size}),
    [Item | scan(Format4, Args4)];
scan([C | Format], Args) -> [C | scan(Format, Args)];
scan([], []) -> [].

width([$- | Format], Args) ->
    case number(Format, Args) of
        {none, Rest, RestArgs} -> {none, Rest, RestArgs};
        {Width, Rest, RestArgs} -> {{left, Width}, Rest, RestArgs}
    end;
width(Format, Args) ->
    case number(Format, Args) of
        {Width, Rest, RestArgs} when is_integer(Width), Width < 0 -> {{left, -Width}, Rest, RestArgs};
        Found -> Found
    end.

number([$* | Format], [N | Args]) when is_integer(N) -> {N, Format, Args};
number(Format, Args) ->
    case lists:splitwith(fun(C) -> C >= $0 andalso C =< $9 end, Format) of
        {[], _} -> {none, Format, Args};
        {Digits, Rest} -> {list_to_integer(Digits), Rest, Args}
    end.

field(Mark, _, [Mark | Format], Args) -> number(Format, Args);
field(_, Default, Format, Args) -> {Default, Format, Args}.

pad([$., $* | Format], [C | Args]) -> {C, Format, Args};
pad([$., C | Format], Args) -> {C, Format, Args};
pad(Format, Args) -> {$\s, Format, Args}.

modified([$t | Format], Item) -> modified(Format, Item#{encoding := unicode});
modified([$l | Format], Item) -> modified(Format, Item#{strings := false});
modified(Format, Item) -> {Item, Format}.

%% How many arguments a control sequence takes.
taken(C) when C =:= $~; C =:= $n -> 0;
taken(C) when C =:= $P; C =:= $W; C =:= $X; C =:= $x -> 2;
taken(C) when C >= $a, C =< $z; C >= $A, C =< $Z; C =:= $#; C =:= $+ ->
    true = lists:member(C, "pwsecfgbBiIx#+"),
    1.

unscan_format(Items) ->
    {lists:flatten([unscanned(Item) || Item <- Items]), lists:append([Args || #{args := Args} <- Items])}.

unscanned(#{control_char := Control, adjust := Adjust, width := Width, precision := Precision, pad_char := Pad} = Item) ->
    [$~, case {Adjust, Width} of
             {_, none} -> [];
             {left, N} -> [$- | integer_to_list(N)];
             {right, N} -> integer_to_list(N)
         end,
     case {Precision, Pad} of
         {none, $\s} -> [];
         {none, _} -> "..";
         {N, $\s} -> [$. | integer_to_list(N)];
         {N, _} -> [$., integer_to_list(N), $.]
     end,
     [Pad || Pad =/= $\s], [$t || unicode <- [maps:get(encoding, Item, latin1)]],
     [$l || false <- [maps:get(strings, Item, true)]], Control];
unscanned(C) -> C.

build_text(Items) -> build_text(Items, []).

build_text(Items, Options) ->
    {Format, Args} = unscan_format(Items),
    io_lib:format(Format, Args, Options).

%% The term with '...' for what lies deeper than Depth or follows so many elements.
limit_term(Term, Depth) when Depth =< 0, Term =/= [] -> limited(Term);
limit_term(Term, Depth) -> limit(Term, Depth).

limited(Term) when is_list(Term); is_tuple(Term); is_map(Term) -> '...';
limited(Term) -> Term.

limit([_ | _] = List, Depth) -> limit_tail(List, Depth);
limit(Tuple, Depth) when is_tuple(Tuple) -> list_to_tuple(limit_tail(tuple_to_list(Tuple), Depth));
limit(Map, Depth) when is_map(Map) ->
    maps:from_list([{Key, limit_term(Value, Depth - 1)} || {Key, Value} <- lists:sublist(maps:to_list(Map), Depth)]);
limit(Term, _) -> Term.

limit_tail([], _) -> [];
limit_tail(_, Depth) when Depth =< 1 -> ['...'];
limit_tail([Head | Tail], Depth) -> [limit_term(Head, Depth - 1) | limit_tail(Tail, Depth - 1)];
limit_tail(Tail, Depth) -> limit_term(Tail, Depth - 1).
