%% zlib: whole binaries are packed by prim_zlib; a stream collects what it gets until it is complete, in the dictionary of the process that
%% opened it.
-module(zlib).
-export([compress/1, uncompress/1, zip/1, unzip/1, gzip/1, gunzip/1, open/0, close/1, set_controlling_process/2,
         deflateInit/1, deflateInit/2, deflateInit/6, deflate/2, deflate/3, deflateReset/1, deflateEnd/1,
         inflateInit/1, inflateInit/2, inflateInit/3, inflate/2, inflate/3, safeInflate/2, inflateReset/1,
         inflateEnd/1, crc32/1, crc32/2, crc32/3, adler32/2, adler32/3, crc32_combine/4, adler32_combine/4]).

-record(stream, {kind = none, format = zlib, level = 6, data = []}).

-define(LEVEL, 6).

compress(Data) -> pack(zlib, bytes(Data), ?LEVEL).

zip(Data) -> pack(raw, bytes(Data), ?LEVEL).

gzip(Data) -> pack(gzip, bytes(Data), ?LEVEL).

uncompress(Data) ->
    try iolist_to_binary(Data) of
        Bytes when byte_size(Bytes) >= 8 -> unpack(zlib, Bytes);
        _ -> failed(data_error)
    catch
        error:badarg -> failed(badarg)
    end.

%% As in OTP, without a place.
failed(Reason) -> erlang:raise(error, Reason, [{?MODULE, uncompress, 1, []}]).

unzip(Data) -> unpack(raw, bytes(Data)).

gunzip(Data) -> unpack(gzip, bytes(Data)).

bytes(Data) -> iolist_to_binary(erlang:iolist_to_iovec(Data)).

%% --- frames

pack(raw, Bytes, Level) -> prim_zlib:deflate(Bytes, Level);
pack(zlib, Bytes, Level) ->
    <<(zlib_header(Level)):16, (prim_zlib:deflate(Bytes, Level))/binary, (erlang:adler32(Bytes)):32>>;
pack(gzip, Bytes, Level) ->
    <<31, 139, 8, 0, 0:32, 0, 3, (prim_zlib:deflate(Bytes, Level))/binary, (erlang:crc32(Bytes)):32/little,
      (byte_size(Bytes)):32/little>>.

zlib_header(Level) when Level < 2 -> 16#7801;
zlib_header(Level) when Level < 6 -> 16#785E;
zlib_header(6) -> 16#789C;
zlib_header(_) -> 16#78DA.

unpack(Format, Bytes) ->
    case unframe(Format, Bytes) of
        {Data, _} -> Data;
        _ -> erlang:error(data_error)
    end.

%% What is packed and what follows it; more, or error.
unframe(raw, Bytes) -> prim_zlib:inflate(Bytes);
unframe(zlib, <<Header:16, Packed/binary>>) when Header rem 31 =:= 0, Header band 16#0F20 =:= 16#0800 ->
    case prim_zlib:inflate(Packed) of
        {Data, <<Sum:32, Rest/binary>>} -> checked(erlang:adler32(Data) =:= Sum, Data, Rest);
        {_, _} -> more;
        Other -> Other
    end;
unframe(zlib, Bytes) when byte_size(Bytes) < 2 -> more;
unframe(gzip, <<31, 139, 8, Flags, _:48, Rest/binary>>) ->
    case prim_zlib:inflate(skip_extra(Flags, Rest)) of
        {Data, <<Sum:32/little, _:32, After/binary>>} -> checked(erlang:crc32(Data) =:= Sum, Data, After);
        {_, _} -> more;
        Other -> Other
    end;
unframe(gzip, Bytes) when byte_size(Bytes) < 10 -> more;
unframe(_, _) -> error.

checked(true, Data, Rest) -> {Data, Rest};
checked(false, _, _) -> error.

%% The optional parts of a gzip header: extra field, name, comment, checksum.
skip_extra(Flags, <<Size:16/little, _:Size/binary, Rest/binary>>) when Flags band 4 =/= 0 -> skip_extra(Flags - 4, Rest);
skip_extra(Flags, Rest) when Flags band 8 =/= 0 -> skip_extra(Flags - 8, after_zero(Rest));
skip_extra(Flags, Rest) when Flags band 16 =/= 0 -> skip_extra(Flags - 16, after_zero(Rest));
skip_extra(Flags, <<_:16, Rest/binary>>) when Flags band 2 =/= 0 -> Rest;
skip_extra(_, Rest) -> Rest.

after_zero(Bytes) ->
    [_, Rest] = binary:split(<<Bytes/binary, 0>>, <<0>>),
    Rest.

%% --- streams

open() ->
    Z = make_ref(),
    put({?MODULE, Z}, #stream{}),
    Z.

close(Z) ->
    _ = stream(Z),
    erase({?MODULE, Z}),
    ok.

set_controlling_process(Z, Pid) when is_pid(Pid) ->
    _ = stream(Z),
    ok.

stream(Z) ->
    case get({?MODULE, Z}) of
        #stream{} = Stream -> Stream;
        undefined -> erlang:error(badarg)
    end.

stream(Z, Kind) ->
    case stream(Z) of
        #stream{kind = Kind} = Stream -> Stream;
        _ -> erlang:error(not_initialized)
    end.

save(Z, Stream) ->
    put({?MODULE, Z}, Stream),
    ok.

%% The window's size says what the frame is.
format(Bits) when Bits < 0 -> raw;
format(Bits) when Bits > 16 -> gzip;
format(_) -> zlib.

level(default) -> ?LEVEL;
level(none) -> 0;
level(best_speed) -> 1;
level(best_compression) -> 9;
level(Level) when is_integer(Level), Level >= 0, Level =< 9 -> Level.

deflateInit(Z) -> deflateInit(Z, default).

deflateInit(Z, Level) -> deflateInit(Z, Level, deflated, 15, 8, default).

deflateInit(Z, Level, deflated, Bits, _, _) ->
    _ = stream(Z),
    save(Z, #stream{kind = deflate, format = format(Bits), level = level(Level)}).

deflate(Z, Data) -> deflate(Z, Data, none).

deflate(Z, Data, Flush) ->
    Stream = stream(Z, deflate),
    All = [Stream#stream.data | bytes(Data)],
    case Flush of
        finish ->
            save(Z, Stream#stream{data = []}),
            [pack(Stream#stream.format, iolist_to_binary(All), Stream#stream.level)];
        _ when Flush =:= none; Flush =:= sync; Flush =:= full ->
            save(Z, Stream#stream{data = All}),
            []
    end.

deflateReset(Z) -> save(Z, (stream(Z, deflate))#stream{data = []}).

deflateEnd(Z) ->
    Stream = stream(Z, deflate),
    save(Z, #stream{}),
    case iolist_size(Stream#stream.data) of
        0 -> ok;
        _ -> erlang:error(data_error)
    end.

inflateInit(Z) -> inflateInit(Z, 15).

inflateInit(Z, Bits) -> inflateInit(Z, Bits, cut).

inflateInit(Z, Bits, _) ->
    _ = stream(Z),
    save(Z, #stream{kind = inflate, format = format(Bits)}).

inflate(Z, Data) -> inflate(Z, Data, []).

inflate(Z, Data, _) ->
    Stream = stream(Z, inflate),
    All = iolist_to_binary([Stream#stream.data | bytes(Data)]),
    case unframe(Stream#stream.format, All) of
        {Inflated, _} ->
            save(Z, Stream#stream{data = []}),
            [Inflated || Inflated =/= <<>>];
        more ->
            save(Z, Stream#stream{data = All}),
            [];
        error -> erlang:error(data_error)
    end.

safeInflate(Z, Data) -> {finished, inflate(Z, Data)}.

inflateReset(Z) -> save(Z, (stream(Z, inflate))#stream{data = []}).

inflateEnd(Z) ->
    Stream = stream(Z, inflate),
    save(Z, #stream{}),
    case Stream#stream.data of
        [] -> ok;
        _ -> erlang:error(data_error)
    end.

%% --- checksums

%% Of what the stream has taken so far; here that is not known.
crc32(Z) ->
    _ = stream(Z),
    0.

crc32(_, Data) -> erlang:crc32(Data).

crc32(_, Old, Data) -> erlang:crc32(Old, Data).

adler32(_, Data) -> erlang:adler32(Data).

adler32(_, Old, Data) -> erlang:adler32(Old, Data).

crc32_combine(_, First, Second, Size) -> erlang:crc32_combine(First, Second, Size).

adler32_combine(_, First, Second, Size) -> erlang:adler32_combine(First, Second, Size).
