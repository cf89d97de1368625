%% Uniform resource identifiers (RFC 3986) and the queries of HTML forms. A URI is taken apart as a list of characters; the parts are
%% lists or, for a binary, binaries.
-module(uri_string).
-export([parse/1, recompose/1, normalize/1, normalize/2, resolve/2, resolve/3, transcode/2, compose_query/1,
         compose_query/2, dissect_query/1, percent_decode/1, quote/1, quote/2, unquote/1, allowed_characters/0,
         is_host/1, is_path/1]).

-define(IS_ALPHA(C), (C >= $a andalso C =< $z orelse C >= $A andalso C =< $Z)).
-define(IS_DIGIT(C), (C >= $0 andalso C =< $9)).

%% --- characters

unreserved(C) -> ?IS_ALPHA(C) orelse ?IS_DIGIT(C) orelse lists:member(C, "-._~").

sub_delimiter(C) -> lists:member(C, "!$&'()*+,;=").

reserved(C) -> sub_delimiter(C) orelse lists:member(C, ":/?#[]@").

scheme_char(C) -> ?IS_ALPHA(C) orelse ?IS_DIGIT(C) orelse lists:member(C, "+-.").

name_char(C) -> unreserved(C) orelse sub_delimiter(C) orelse C =:= $%.

user_char(C) -> name_char(C) orelse C =:= $:.

path_char(C) -> name_char(C) orelse lists:member(C, ":@/").

query_char(C) -> path_char(C) orelse C =:= $?.

allowed_characters() ->
    Host = fun(C) -> (name_char(C) orelse C =:= $:) andalso C =/= $% end,
    Kinds = [{scheme, fun scheme_char/1}, {userinfo, fun user_char/1}, {host, Host},
             {ipv4, fun(C) -> ?IS_DIGIT(C) orelse C =:= $. end},
             {ipv6, fun(C) -> lists:member(C, ".0123456789:ABCDEFabcdef") end}, {regname, fun name_char/1},
             {path, fun path_char/1}, {query, fun query_char/1}, {fragment, fun query_char/1},
             {reserved, fun reserved/1}, {unreserved, fun unreserved/1}],
    [{Kind, [C || C <- lists:seq(0, 127), Is(C)]} || {Kind, Is} <- Kinds].

is_host(Host) -> lists:all(fun(C) -> name_char(C) orelse C =:= $: end, chars(Host)).

is_path(Path) -> lists:all(fun path_char/1, chars(Path)).

chars(Text) -> unicode:characters_to_list(Text).

%% Text of the same kind as Like.
like(Like, Text) when is_binary(Like) -> unicode:characters_to_binary(Text);
like(_, Text) -> unicode:characters_to_list(Text).

%% --- taking apart

parse(Uri) when is_list(Uri); is_binary(Uri) ->
    try parsed(chars(Uri)) of
        Parts -> maps:map(fun(_, Part) when is_list(Part) -> like(Uri, Part); (_, Part) -> Part end, Parts)
    catch
        throw:{invalid, Rest} -> {error, invalid_uri, Rest}
    end.

-spec invalid(string() | binary()) -> no_return().
invalid(Rest) -> throw({invalid, Rest}).

parsed(Text) ->
    case lists:splitwith(fun scheme_char/1, Text) of
        {[First | _] = Scheme, [$: | Rest]} when ?IS_ALPHA(First) ->
            try hierarchy(Rest, #{scheme => Scheme})
            catch throw:{invalid, _} -> invalid(":")
            end;
        _ ->
            {Start, _} = lists:splitwith(fun(C) -> not lists:member(C, "/?#") end, Text),
            case lists:dropwhile(fun(C) -> path_char(C) andalso C =/= $: end, Start) of
                [C | _] -> invalid([C]);
                [] -> hierarchy(Text, #{})
            end
    end.

hierarchy([$/, $/ | Rest], Parts) ->
    {Authority, After} = lists:splitwith(fun(C) -> not lists:member(C, "/?#") end, Rest),
    path(After, authority(Authority, Parts));
hierarchy(Rest, Parts) -> path(Rest, Parts).

authority(Text, Parts) ->
    case lists:splitwith(fun(C) -> C =/= $@ end, Text) of
        {User, [$@ | Host]} -> host(Host, Parts#{userinfo => only(fun user_char/1, User)});
        {Host, []} -> host(Host, Parts)
    end.

host([$[ | Rest], Parts) ->
    case lists:splitwith(fun(C) -> C =/= $] end, Rest) of
        {Host, [$] | After]} ->
            case inet:parse_ipv6strict_address(Host) of
                {ok, _} -> port(After, Parts#{host => Host});
                {error, _} -> invalid(Host)
            end;
        _ -> invalid(<<>>)
    end;
host(Text, Parts) ->
    {Host, After} = lists:splitwith(fun(C) -> C =/= $: end, Text),
    port(After, Parts#{host => only(fun name_char/1, Host)}).

port([], Parts) -> Parts;
port(":", Parts) -> Parts#{port => undefined};
port([$: | Digits], Parts) -> Parts#{port => list_to_integer(only(fun(C) -> ?IS_DIGIT(C) end, Digits))};
port(Rest, _) -> invalid(Rest).

path(Text, Parts) ->
    {Path, Rest} = lists:splitwith(fun(C) -> C =/= $? andalso C =/= $# end, Text),
    query(Rest, Parts#{path => only(fun path_char/1, Path)}).

query([$? | Text], Parts) ->
    {Query, Rest} = lists:splitwith(fun(C) -> C =/= $# end, Text),
    fragment(Rest, Parts#{query => only(fun query_char/1, Query)});
query(Text, Parts) -> fragment(Text, Parts).

fragment([$# | Text], Parts) -> Parts#{fragment => only(fun query_char/1, Text)};
fragment([], Parts) -> Parts.

%% The text, all of whose characters must be of a kind.
only(Is, Text) ->
    case lists:dropwhile(Is, Text) of
        [] -> Text;
        [C | _] -> invalid([C])
    end.

%% --- putting together

recompose(Parts) ->
    case is_complete(Parts) of
        true ->
            Like = maps:get(path, Parts),
            like(Like, recomposed(maps:map(fun(_, Part) -> part_chars(Part) end, Parts)));
        false -> {error, invalid_map, Parts}
    end.

part_chars(Part) when is_list(Part); is_binary(Part) -> chars(Part);
part_chars(Part) -> Part.

is_complete(Parts) when is_map(Parts) ->
    Known = [scheme, userinfo, host, port, path, query, fragment],
    is_map_key(path, Parts) andalso maps:keys(maps:without(Known, Parts)) =:= []
        andalso (is_map_key(host, Parts) orelse not (is_map_key(userinfo, Parts) orelse is_map_key(port, Parts))).

recomposed(#{path := Path} = Parts) ->
    [with(Parts, scheme, fun(Scheme) -> [Scheme, $:] end),
     with(Parts, host, fun(Host) -> ["//", recomposed_authority(Host, Parts)] end),
     case {Parts, Path} of
         {#{host := _}, [C | _]} when C =/= $/ -> [$/, escaped(Path, fun path_char/1)];
         _ -> escaped(Path, fun path_char/1)
     end,
     with(Parts, query, fun(Query) -> [$?, escaped(Query, fun query_char/1)] end),
     with(Parts, fragment, fun(Fragment) -> [$#, escaped(Fragment, fun query_char/1)] end)].

with(Parts, Key, Fun) ->
    case Parts of
        #{Key := Part} -> Fun(Part);
        #{} -> []
    end.

recomposed_authority(Host, Parts) ->
    [with(Parts, userinfo, fun(User) -> [escaped(User, fun user_char/1), $@] end),
     case lists:member($:, Host) of
         true -> [$[, Host, $]];
         false -> escaped(Host, fun name_char/1)
     end,
     with(Parts, port, fun(undefined) -> ":"; (Port) -> [$:, integer_to_list(Port)] end)].

%% Characters of other kinds as %XX, byte by byte in UTF-8.
escaped(Text, Is) -> [case Is(C) of true -> C; false -> escape(C) end || C <- Text].

escape(C) -> [[$%, hex(Byte bsr 4), hex(Byte band 15)] || <<Byte>> <= <<C/utf8>>].

hex(Digit) when Digit < 10 -> $0 + Digit;
hex(Digit) -> $A + Digit - 10.

%% --- normal form

normalize(Uri) -> normalize(Uri, []).

normalize(Uri, Options) ->
    case as_parts(Uri) of
        {error, _, _} = Error -> Error;
        Parts ->
            try answer(normal(Parts), Options)
            catch throw:{error, _, _} = Error -> Error
            end
    end.

as_parts(Parts) when is_map(Parts) -> Parts;
as_parts(Uri) -> parse(Uri).

answer(Parts, Options) ->
    case Options of
        [return_map] -> Parts;
        _ -> recompose(Parts)
    end.

normal(#{path := Like} = Parts) ->
    Lists = maps:map(fun(_, Part) -> part_chars(Part) end, Parts),
    Decoded = maps:map(fun(port, Port) -> Port; (_, Part) -> decoded_unreserved(Part) end, Lists),
    Lower = maps:map(fun(Key, Part) when Key =:= scheme; Key =:= host -> string:lowercase(Part);
                        (_, Part) -> Part
                     end, Decoded),
    Clean = case Lower of
                #{path := [], host := _} -> with_root(Lower);
                #{path := Path} -> Lower#{path := without_dots(Path)}
            end,
    maps:map(fun(port, Port) -> Port; (_, Part) -> like(Like, Part) end, without_port(Clean)).

with_root(#{scheme := Scheme} = Parts) when Scheme =:= "http"; Scheme =:= "https" -> Parts#{path := "/"};
with_root(Parts) -> case Parts of #{scheme := _} -> Parts#{path := "/"}; _ -> Parts end.

without_port(#{port := undefined} = Parts) -> maps:remove(port, Parts);
without_port(#{scheme := Scheme, port := Port} = Parts) ->
    case lists:member({Scheme, Port}, [{"http", 80}, {"https", 443}, {"ftp", 21}, {"ssh", 22}, {"sftp", 22}, {"tftp", 69}]) of
        true -> maps:remove(port, Parts);
        false -> Parts
    end;
without_port(Parts) -> Parts.

%% Escapes of unreserved characters are undone, the others written with large digits.
decoded_unreserved([$%, H, L | Rest]) ->
    try list_to_integer([H, L], 16) of
        Byte ->
            case Byte < 128 andalso unreserved(Byte) of
                true -> [Byte | decoded_unreserved(Rest)];
                false -> [$%, hex(Byte bsr 4), hex(Byte band 15) | decoded_unreserved(Rest)]
            end
    catch
        error:badarg -> throw({error, invalid_percent_encoding, unicode:characters_to_binary([$%, H, L])})
    end;
decoded_unreserved([C | Rest]) -> [C | decoded_unreserved(Rest)];
decoded_unreserved([]) -> [].

%% RFC 3986, 5.2.4.
without_dots(Path) -> without_dots(Path, []).

without_dots("../" ++ Rest, Out) -> without_dots(Rest, Out);
without_dots("./" ++ Rest, Out) -> without_dots(Rest, Out);
without_dots("/./" ++ Rest, Out) -> without_dots([$/ | Rest], Out);
without_dots("/.", Out) -> without_dots("/", Out);
without_dots("/../" ++ Rest, Out) -> without_dots([$/ | Rest], tl_or_empty(Out));
without_dots("/..", Out) -> without_dots("/", tl_or_empty(Out));
without_dots(Rest, Out) when Rest =:= "."; Rest =:= ".."; Rest =:= "" -> lists:append(lists:reverse(Out));
without_dots([C | Rest], Out) ->
    {Segment, After} = lists:splitwith(fun(Next) -> Next =/= $/ end, Rest),
    without_dots(After, [[C | Segment] | Out]).

tl_or_empty([]) -> [];
tl_or_empty([_ | Out]) -> Out.

%% --- references

resolve(Reference, Base) -> resolve(Reference, Base, []).

resolve(Reference, Base, Options) ->
    case {as_parts(Reference), as_parts(Base)} of
        {{error, _, _} = Error, _} -> Error;
        {#{scheme := _, path := Path} = Parts, _} ->
            answer(Parts#{path := like(Path, without_dots(part_chars(Path)))}, Options);
        {_, {error, _, _} = Error} -> Error;
        {_, BaseParts} when not is_map_key(scheme, BaseParts) -> {error, invalid_scheme, ""};
        {Parts, #{path := Like} = BaseParts} ->
            Chars = fun(_, Part) -> part_chars(Part) end,
            Target = target(maps:map(Chars, Parts), maps:map(Chars, BaseParts)),
            answer(maps:map(fun(port, Port) -> Port; (_, Part) -> like(Like, Part) end, Target), Options)
    end.

target(#{host := _, path := Path} = Parts, #{scheme := Scheme}) -> Parts#{scheme => Scheme, path := without_dots(Path)};
target(#{path := ""} = Parts, Base) ->
    maps:merge(maps:with([query | place()], Base), maps:with([query, fragment], Parts));
target(#{path := [$/ | _] = Path} = Parts, Base) ->
    (maps:merge(maps:with(place(), Base), Parts))#{path := without_dots(Path)};
target(#{path := Path} = Parts, Base) ->
    (maps:merge(maps:with(place(), Base), Parts))#{path := without_dots(merged(Path, Base))}.

place() -> [scheme, userinfo, host, port, path].

merged(Path, #{host := _, path := ""}) -> [$/ | Path];
merged(Path, #{path := Base}) ->
    lists:reverse(lists:dropwhile(fun(C) -> C =/= $/ end, lists:reverse(Base))) ++ Path.

%% --- escapes

percent_decode(Parts) when is_map(Parts) ->
    try maps:map(fun percent_decode/2, Parts)
    catch throw:{error, {invalid, _}} = Error -> Error
    end;
percent_decode(Text) when is_list(Text); is_binary(Text) -> unquote(Text).

percent_decode(Key, Part) when is_list(Part); is_binary(Part) ->
    try decoded(Part)
    catch throw:{error, Why, Where} -> throw({error, {invalid, {Key, {Why, Where}}}})
    end;
percent_decode(_, Part) -> Part.

decoded(Text) when is_binary(Text) -> like(Text, utf8(decoded_bytes(Text, <<>>, fun(C) -> C end)));
decoded(Text) -> like(Text, utf8(decoded_bytes(unicode:characters_to_binary(Text), <<>>, fun(C) -> C end))).

decoded_bytes(<<$%, H, L, Rest/binary>>, Bytes, Plain) ->
    try list_to_integer([H, L], 16) of
        Byte -> decoded_bytes(Rest, <<Bytes/binary, Byte>>, Plain)
    catch
        error:badarg -> throw({error, invalid_percent_encoding, <<$%, H, L>>})
    end;
decoded_bytes(<<C, Rest/binary>>, Bytes, Plain) -> decoded_bytes(Rest, <<Bytes/binary, (Plain(C))>>, Plain);
decoded_bytes(<<>>, Bytes, _) -> Bytes.

utf8(Bytes) ->
    case unicode:characters_to_list(Bytes) of
        Text when is_list(Text) -> Text;
        _ -> throw({error, invalid_utf8, Bytes})
    end.

quote(Text) -> quote(Text, []).

quote(Text, Safe) when is_list(Text); is_binary(Text) ->
    case chars(Text) of
        Chars when is_list(Chars) -> like(Text, escaped(Chars, fun(C) -> unreserved(C) orelse lists:member(C, Safe) end));
        _ -> throw({error, invalid_input, Text})
    end.

%% What is wrong is thrown in a binary and returned for a list.
unquote(Text) when is_binary(Text) -> decoded(Text);
unquote(Text) when is_list(Text) ->
    try decoded(Text) catch throw:{error, _, _} = Error -> Error end.

%% The escapes and characters of one encoding in another.
transcode(Uri, Options) when is_list(Uri); is_binary(Uri) ->
    In = proplists:get_value(in_encoding, Options, utf8),
    Out = proplists:get_value(out_encoding, Options, utf8),
    try
        Text = case unicode:characters_to_list(Uri, In) of
                   Chars when is_list(Chars), is_binary(Uri) -> Chars;
                   _ when is_list(Uri) -> chars(Uri);
                   _ -> throw({error, invalid_input, Uri})
               end,
        Recoded = recoded(Text, In, Out),
        if
            is_binary(Uri) -> unicode:characters_to_binary(Recoded, utf8, Out);
            true -> Recoded
        end
    catch
        throw:{error, _, _} = Error -> Error
    end.

recoded([$% | _] = Text, In, Out) ->
    {Bytes, Rest} = escaped_bytes(Text, <<>>),
    case unicode:characters_to_list(Bytes, In) of
        Chars when is_list(Chars) ->
            Encoded = << <<(iolist_to_binary([$%, hex(Byte bsr 4), hex(Byte band 15)]))/binary>>
                         || <<Byte>> <= unicode:characters_to_binary(Chars, utf8, Out) >>,
            binary_to_list(Encoded) ++ recoded(Rest, In, Out);
        _ -> throw({error, invalid_input, Bytes})
    end;
recoded([C | Rest], In, Out) -> [C | recoded(Rest, In, Out)];
recoded([], _, _) -> [].

escaped_bytes([$%, H, L | Rest], Bytes) ->
    try list_to_integer([H, L], 16) of
        Byte -> escaped_bytes(Rest, <<Bytes/binary, Byte>>)
    catch
        error:badarg -> throw({error, invalid_percent_encoding, [$%, H, L | Rest]})
    end;
escaped_bytes(Rest, Bytes) -> {Bytes, Rest}.

%% --- queries of forms

compose_query(Pairs) -> compose_query(Pairs, [{encoding, utf8}]).

compose_query([], _) -> [];
compose_query(Pairs, Options) ->
    Encoding = proplists:get_value(encoding, Options, utf8),
    try lists:join($&, [composed(Pair, Encoding) || Pair <- Pairs]) of
        Text ->
            Parts = [Part || {Key, Value} <- Pairs, Part <- [Key, Value]],
            case lists:any(fun is_list/1, Parts) of
                true -> unicode:characters_to_list(Text);
                false -> unicode:characters_to_binary(Text)
            end
    catch
        throw:{error, _, _} = Error -> Error
    end.

composed({Key, true}, Encoding) -> form_encoded(Key, Encoding);
composed({Key, Value}, Encoding) -> [form_encoded(Key, Encoding), $=, form_encoded(Value, Encoding)].

form_encoded(Text, Encoding) when is_list(Text); is_binary(Text) ->
    Chars = case chars(Text) of
                List when is_list(List) -> List;
                _ -> throw({error, invalid_input, Text})
            end,
    [form_escaped(Byte) || Byte <- binary_to_list(form_bytes(Chars, Encoding, Text))];
form_encoded(Other, _) -> throw({error, invalid_input, Other}).

form_bytes(Chars, utf8, _) -> unicode:characters_to_binary(Chars);
form_bytes(Chars, unicode, _) -> unicode:characters_to_binary(Chars);
form_bytes(Chars, latin1, _) ->
    iolist_to_binary([if C < 256 -> C; true -> ["&#", integer_to_list(C), $;] end || C <- Chars]);
form_bytes(_, Encoding, _) -> throw({error, invalid_encoding, Encoding}).

form_escaped($\s) -> $+;
form_escaped(C) when ?IS_ALPHA(C); ?IS_DIGIT(C); C =:= $*; C =:= $-; C =:= $.; C =:= $_ -> C;
form_escaped(Byte) -> [$%, hex(Byte bsr 4), hex(Byte band 15)].

dissect_query(Query) when Query =:= <<>>; Query =:= [] -> [];
dissect_query(Query) when is_list(Query); is_binary(Query) ->
    try
        Chars = case chars(Query) of
                    List when is_list(List) -> List;
                    {_, _, Rest} -> throw({error, invalid_character, binary_to_list(Rest)})
                end,
        [dissected(Part, Query) || Part <- string:split(Chars, "&", all)]
    catch throw:{error, _, _} = Error -> Error
    end.

dissected(Part, Query) ->
    case string:split(Part, "=") of
        [Key] -> {form_decoded(Key, Query), true};
        [Key, Value] -> {form_decoded(Key, Query), form_decoded(Value, Query)}
    end.

form_decoded(Text, Query) ->
    Space = fun($+) -> $\s; (C) -> C end,
    try
        Bytes = decoded_bytes(unicode:characters_to_binary(Text), <<>>, Space),
        case unicode:characters_to_list(Bytes) of
            Chars when is_list(Chars) -> like(Query, references(Chars));
            _ -> throw({error, invalid_input, Bytes})
        end
    catch
        throw:{error, Why, Where} -> throw({error, Why, binary_to_list(Where)})
    end.

%% Characters written as &#1234; by a form whose encoding lacks them.
references("&#" ++ Rest) ->
    case lists:splitwith(fun(C) -> ?IS_DIGIT(C) end, Rest) of
        {[_ | _] = Digits, [$; | After]} -> [list_to_integer(Digits) | references(After)];
        _ -> "&#" ++ references(Rest)
    end;
references([C | Rest]) -> [C | references(Rest)];
references([]) -> [].
