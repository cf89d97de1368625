%% The functions of module io_lib that the io protocol needs; what makes text of terms is built in.
-module(io_lib).
-export([format_prompt/1, format_prompt/2, quote_atom/2, write_latin1_string/2, write_string_as_latin1/2,
         limit_term/2, build_text/1, build_text/2, write_binary/3]).

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

build_text(Text) -> Text.

build_text(Text, _) -> Text.

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
