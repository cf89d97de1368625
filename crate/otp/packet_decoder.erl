%% One packet from the front of a binary, as erlang:decode_packet/3 takes it off: with its size in front, up to the end of a line, or a
%% line of HTTP.
-module(packet_decoder).
-export([decode/3]).

%% {ok, Packet, Rest}, {more, Size | undefined} or {error, invalid}.
decode(Type, Bytes, Options) when is_binary(Bytes) ->
    packet(Type, Bytes, maps:from_list([{Key, Value} || {Key, Value} <- checked(Options)])).

checked(Options) -> [{_, _} = Option || Option <- Options, is_known(Option) orelse erlang:error(badarg)].

is_known({packet_size, Size}) -> is_integer(Size) andalso Size >= 0;
is_known({line_length, Length}) -> is_integer(Length) andalso Length >= 0;
is_known({line_delimiter, C}) -> is_integer(C) andalso C >= 0 andalso C =< 255;
is_known(_) -> false.

packet(Type, Bytes, Options) ->
    case Type of
        _ when Type =:= raw; Type =:= 0 -> whole(Bytes);
        1 -> sized(Bytes, 8, Options);
        2 -> sized(Bytes, 16, Options);
        4 -> sized(Bytes, 32, Options);
        sunrm -> sunrm(Bytes, Options);
        tpkt -> tpkt(Bytes, Options);
        line -> line(Bytes, Options);
        http -> http(Bytes, fun http_line/2, fun binary_to_list/1, Options);
        http_bin -> http(Bytes, fun http_line/2, fun(Text) -> Text end, Options);
        httph -> http(Bytes, fun http_header/2, fun binary_to_list/1, Options);
        httph_bin -> http(Bytes, fun http_header/2, fun(Text) -> Text end, Options);
        _ -> erlang:error(badopt)
    end.

whole(<<>>) -> {more, undefined};
whole(Bytes) -> {ok, Bytes, <<>>}.

sized(Bytes, Bits, Options) ->
    case Bytes of
        <<Size:Bits, _/binary>> when Bits =:= 32, Size >= 16#80000000 -> {error, invalid};
        <<Size:Bits, Rest/binary>> -> taken(Rest, Size, Bits div 8, Options);
        _ -> {more, undefined}
    end.

%% So many bytes of what stands behind a head that is left out.
taken(Rest, Size, Head, Options) ->
    Most = maps:get(packet_size, Options, 0),
    case Rest of
        _ when Most > 0, Size > Most -> {error, invalid};
        <<Packet:Size/binary, After/binary>> -> {ok, Packet, After};
        _ -> {more, Size + Head}
    end.

sunrm(<<_:1, Size:31, _/binary>> = Bytes, Options) -> taken(Bytes, Size + 4, 0, Options);
sunrm(_, _) -> {more, undefined}.

tpkt(<<3, _, Size:16, _/binary>> = Bytes, Options) when Size >= 4 -> taken(Bytes, Size, 0, Options);
tpkt(<<_, _, _, _, _/binary>>, _) -> {error, invalid};
tpkt(_, _) -> {more, undefined}.

line(Bytes, Options) ->
    Longest = maps:get(line_length, Options, 0),
    case binary:split(Bytes, <<(maps:get(line_delimiter, Options, $\n))>>) of
        [Line, _] when Longest =:= 0; byte_size(Line) < Longest -> split(Bytes, byte_size(Line) + 1);
        _ when Longest > 0, byte_size(Bytes) >= Longest -> split(Bytes, Longest);
        _ -> {more, undefined}
    end.

split(Bytes, Size) ->
    <<Packet:Size/binary, Rest/binary>> = Bytes,
    {ok, Packet, Rest}.

%% --- HTTP

http(Bytes, Kind, Text, Options) ->
    case Kind(Bytes, Text) of
        more ->
            Longest = maps:get(line_length, Options, 0),
            case Longest > 0 andalso byte_size(Bytes) > Longest of
                true -> {error, invalid};
                false -> {more, undefined}
            end;
        Found -> Found
    end.

http_line(Bytes, Text) ->
    case binary:split(Bytes, <<"\n">>) of
        [Line, Rest] ->
            Words = binary:split(without_return(Line), <<" ">>, [global]),
            {ok, request(Words, Text, <<Line/binary, "\n">>), Rest};
        [_] -> more
    end.

without_return(Line) ->
    case byte_size(Line) > 0 andalso binary:last(Line) =:= $\r of
        true -> binary:part(Line, 0, byte_size(Line) - 1);
        false -> Line
    end.

request([<<"HTTP/", Version/binary>>, Status | Phrase], Text, Line) ->
    try {http_response, version(Version), binary_to_integer(Status), Text(iolist_to_binary(lists:join(" ", Phrase)))}
    catch error:_ -> {http_error, Text(Line)}
    end;
request([Method, Target], Text, Line) when Method =/= <<>>, Target =/= <<>> ->
    request([Method, Target, <<"HTTP/0.9">>], Text, Line);
request([Method, Target, <<"HTTP/", Version/binary>>], Text, Line) when Method =/= <<>>, Target =/= <<>> ->
    try {http_request, method(Method, Text), target(Target, Text), version(Version)}
    catch error:_ -> {http_error, Text(Line)}
    end;
request(_, Text, Line) -> {http_error, Text(Line)}.

version(Version) ->
    [Major, Minor] = binary:split(Version, <<".">>),
    {binary_to_integer(Major), binary_to_integer(Minor)}.

method(Method, Text) ->
    case lists:member(Method, [<<"OPTIONS">>, <<"GET">>, <<"HEAD">>, <<"POST">>, <<"PUT">>, <<"DELETE">>, <<"TRACE">>]) of
        true -> binary_to_atom(Method);
        false -> Text(Method)
    end.

target(<<"*">>, _) -> '*';
target(<<"/", _/binary>> = Path, Text) -> {abs_path, Text(Path)};
target(<<"http://", Rest/binary>>, Text) -> absolute(http, Rest, Text);
target(<<"https://", Rest/binary>>, Text) -> absolute(https, Rest, Text);
target(Target, Text) ->
    case binary:split(Target, <<":">>) of
        [Scheme, Rest] -> {scheme, Text(Scheme), Text(Rest)};
        [_] -> Text(Target)
    end.

absolute(Scheme, Rest, Text) ->
    {Place, Path} = case binary:match(Rest, <<"/">>) of
                        {At, 1} -> split_binary(Rest, At);
                        nomatch -> {Rest, <<"/">>}
                    end,
    case binary:split(Place, <<":">>) of
        [Host, Port] -> {absoluteURI, Scheme, Text(Host), binary_to_integer(Port), Text(Path)};
        [Host] -> {absoluteURI, Scheme, Text(Host), undefined, Text(Path)}
    end.

http_header(<<"\r\n", Rest/binary>>, _) -> {ok, http_eoh, Rest};
http_header(<<"\n", Rest/binary>>, _) -> {ok, http_eoh, Rest};
http_header(Bytes, Text) ->
    case header_end(Bytes, 0) of
        more -> more;
        At ->
            <<Line:At/binary, "\n", Rest/binary>> = Bytes,
            {ok, header(without_return(Line), Text, <<Line/binary, "\n">>), Rest}
    end.

%% A line that starts with a blank belongs to the header before it; so the next line's first byte has to be there.
header_end(Bytes, From) ->
    case binary:match(Bytes, <<"\n">>, [{scope, {From, byte_size(Bytes) - From}}]) of
        {At, 1} ->
            case Bytes of
                <<_:At/binary, _, C, _/binary>> when C =:= $\s; C =:= $\t -> header_end(Bytes, At + 1);
                <<_:At/binary, _, _, _/binary>> -> At;
                _ -> more
            end;
        nomatch -> more
    end.

header(Line, Text, Whole) ->
    case binary:split(Line, <<":">>) of
        [Name, Value] when Name =/= <<>> ->
            {Number, Field} = field(string:lowercase(Name), Text),
            {http_header, Number, Field, Text(Name), Text(string:trim(Value, leading, " \t"))};
        _ -> {http_error, Text(Whole)}
    end.

%% Well-known fields have a number and an atom, all are capitalised.
field(Lower, Text) ->
    Known = [<<"cache-control">>, <<"connection">>, <<"date">>, <<"pragma">>, <<"transfer-encoding">>, <<"upgrade">>,
             <<"via">>, <<"accept">>, <<"accept-charset">>, <<"accept-encoding">>, <<"accept-language">>,
             <<"authorization">>, <<"from">>, <<"host">>, <<"if-modified-since">>, <<"if-match">>,
             <<"if-none-match">>, <<"if-range">>, <<"if-unmodified-since">>, <<"max-forwards">>,
             <<"proxy-authorization">>, <<"range">>, <<"referer">>, <<"user-agent">>, <<"age">>, <<"location">>,
             <<"proxy-authenticate">>, <<"public">>, <<"retry-after">>, <<"server">>, <<"vary">>, <<"warning">>,
             <<"www-authenticate">>, <<"allow">>, <<"content-base">>, <<"content-encoding">>,
             <<"content-language">>, <<"content-length">>, <<"content-location">>, <<"content-md5">>,
             <<"content-range">>, <<"content-type">>, <<"etag">>, <<"expires">>, <<"last-modified">>,
             <<"accept-ranges">>, <<"set-cookie">>, <<"set-cookie2">>, <<"x-forwarded-for">>, <<"cookie">>,
             <<"keep-alive">>, <<"proxy-connection">>],
    Capital = capitalised(Lower),
    case length(lists:takewhile(fun(Name) -> Name =/= Lower end, Known)) of
        Before when Before < 52 -> {Before + 1, binary_to_atom(Capital)};
        _ -> {0, Text(Capital)}
    end.

capitalised(Name) ->
    Words = binary:split(Name, <<"-">>, [global]),
    iolist_to_binary(lists:join("-", [string:titlecase(Word) || Word <- Words])).
