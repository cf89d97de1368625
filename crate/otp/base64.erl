%% Base 64 of bytes, given as a list or a binary.
-module(base64).
-export([encode/1, decode/1, mime_decode/1, encode_to_string/1, decode_to_string/1, mime_decode_to_string/1]).

-define(DIGITS, {$A, $B, $C, $D, $E, $F, $G, $H, $I, $J, $K, $L, $M, $N, $O, $P, $Q, $R, $S, $T, $U, $V, $W, $X, $Y, $Z,
                 $a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l, $m, $n, $o, $p, $q, $r, $s, $t, $u, $v, $w, $x, $y, $z,
                 $0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $+, $/}).

%% --- encoding

encode_to_string(Bytes) when is_list(Bytes); is_binary(Bytes) -> binary_to_list(encode(Bytes)).

encode(Bytes) when is_binary(Bytes) -> encode_binary(Bytes, <<>>);
encode(Bytes) when is_list(Bytes) -> encode_list(Bytes, <<>>).

encode_binary(<<B1:6, B2:6, B3:6, B4:6, Rest/binary>>, Acc) ->
    encode_binary(Rest, <<Acc/binary, (digit(B1)), (digit(B2)), (digit(B3)), (digit(B4))>>);
encode_binary(<<B1:6, B2:6, B3:4>>, Acc) -> <<Acc/binary, (digit(B1)), (digit(B2)), (digit(B3 bsl 2)), $=>>;
encode_binary(<<B1:6, B2:2>>, Acc) -> <<Acc/binary, (digit(B1)), (digit(B2 bsl 4)), $=, $=>>;
encode_binary(<<>>, Acc) -> Acc.

encode_list([], Acc) -> Acc;
encode_list([B1], Acc) ->
    <<Acc/binary, (digit(B1 bsr 2)), (digit((B1 band 3) bsl 4)), $=, $=>>;
encode_list([B1, B2], Acc) ->
    <<Acc/binary, (digit(B1 bsr 2)), (digit(((B1 band 3) bsl 4) bor (B2 bsr 4))), (digit((B2 band 15) bsl 2)), $=>>;
encode_list([B1, B2, B3 | Rest], Acc) ->
    Bits = (B1 bsl 16) bor (B2 bsl 8) bor B3,
    encode_list(Rest, <<Acc/binary, (digit(Bits bsr 18)), (digit((Bits bsr 12) band 63)),
                        (digit((Bits bsr 6) band 63)), (digit(Bits band 63))>>).

digit(Value) -> element(Value + 1, ?DIGITS).

%% --- decoding: blanks are passed over, anything else but digits is an error

decode_to_string(Text) when is_list(Text); is_binary(Text) -> binary_to_list(decode(Text)).

decode(Text) when is_binary(Text) -> decode_binary(Text, <<>>);
decode(Text) when is_list(Text) -> decode_list(Text, <<>>).

%% After none, one, two and three digits of four.
decode_binary(<<C, Rest/binary>>, Acc) ->
    case value(C) of
        ws -> decode_binary(Rest, Acc);
        B1 -> decode_binary(Rest, Acc, B1)
    end;
decode_binary(<<>>, Acc) -> Acc.

decode_binary(<<C, Rest/binary>>, Acc, B1) ->
    case value(C) of
        ws -> decode_binary(Rest, Acc, B1);
        B2 -> decode_binary(Rest, Acc, B1, B2)
    end.

decode_binary(<<C, Rest/binary>>, Acc, B1, B2) ->
    case value(C) of
        ws -> decode_binary(Rest, Acc, B1, B2);
        B3 -> decode_binary(Rest, Acc, B1, B2, B3)
    end.

decode_binary(<<C, Rest/binary>>, Acc, B1, B2, B3) ->
    case value(C) of
        ws -> decode_binary(Rest, Acc, B1, B2, B3);
        eq -> ended(binary_to_list(Rest), Acc, B1, B2, B3);
        B4 -> decode_binary(Rest, <<Acc/binary, B1:6, B2:6, B3:6, B4:6>>)
    end.

decode_list([C | Rest], Acc) ->
    case value(C) of
        ws -> decode_list(Rest, Acc);
        B1 -> decode_list(Rest, Acc, B1)
    end;
decode_list([], Acc) -> Acc.

decode_list([C | Rest], Acc, B1) ->
    case value(C) of
        ws -> decode_list(Rest, Acc, B1);
        B2 -> decode_list(Rest, Acc, B1, B2)
    end.

decode_list([C | Rest], Acc, B1, B2) ->
    case value(C) of
        ws -> decode_list(Rest, Acc, B1, B2);
        B3 -> decode_list(Rest, Acc, B1, B2, B3)
    end.

decode_list([C | Rest], Acc, B1, B2, B3) ->
    case value(C) of
        ws -> decode_list(Rest, Acc, B1, B2, B3);
        eq -> ended(Rest, Acc, B1, B2, B3);
        B4 -> decode_list(Rest, <<Acc/binary, B1:6, B2:6, B3:6, B4:6>>)
    end.

%% After the last =, where only blanks may follow.
ended(Rest, Acc, B1, B2, B3) ->
    Bytes =
        case B3 of
            eq -> <<Acc/binary, B1:6, (B2 bsr 4):2>>;
            _ -> <<Acc/binary, B1:6, B2:6, (B3 bsr 2):4>>
        end,
    only_blanks(Rest, Bytes).

only_blanks([C | Rest], Bytes) ->
    case value(C) of
        ws -> only_blanks(Rest, Bytes)
    end;
only_blanks([], Bytes) -> Bytes.

value(C) ->
    element(C, {bad, bad, bad, bad, bad, bad, bad, bad, ws, ws, bad, bad, ws, bad, bad, bad, bad, bad, bad, bad, bad,
                bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, ws, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad,
                62, bad, bad, bad, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, bad, bad, bad, eq, bad, bad, bad, 0, 1,
                2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, bad, bad, bad,
                bad, bad, bad, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                48, 49, 50, 51, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad,
                bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad,
                bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad,
                bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad,
                bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad,
                bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad,
                bad, bad, bad, bad, bad, bad, bad, bad}).

%% --- decoding what has other characters in it: they are passed over, and so is a = that more digits follow

mime_decode_to_string(Text) when is_list(Text); is_binary(Text) -> binary_to_list(mime_decode(Text)).

mime_decode(Text) when is_binary(Text) -> mime_decode_list(binary_to_list(Text), <<>>);
mime_decode(Text) when is_list(Text) -> mime_decode_list(Text, <<>>).

mime_decode_list([C | Rest], Acc) ->
    case value(C) of
        B1 when is_integer(B1) -> mime_decode_list(Rest, Acc, B1);
        _ -> mime_decode_list(Rest, Acc)
    end;
mime_decode_list([], Acc) -> Acc.

mime_decode_list([C | Rest], Acc, B1) ->
    case value(C) of
        B2 when is_integer(B2) -> mime_decode_list(Rest, Acc, B1, B2);
        _ -> mime_decode_list(Rest, Acc, B1)
    end.

mime_decode_list([C | Rest], Acc, B1, B2) ->
    case value(C) of
        B3 when is_integer(B3) -> mime_decode_list(Rest, Acc, B1, B2, B3);
        eq -> mime_ended(Rest, Acc, B1, B2, none);
        _ -> mime_decode_list(Rest, Acc, B1, B2)
    end.

mime_decode_list([C | Rest], Acc, B1, B2, B3) ->
    case value(C) of
        B4 when is_integer(B4) -> mime_decode_list(Rest, <<Acc/binary, B1:6, B2:6, B3:6, B4:6>>);
        eq -> mime_ended(Rest, Acc, B1, B2, B3);
        _ -> mime_decode_list(Rest, Acc, B1, B2, B3)
    end.

%% After a = that may be the last: digits that follow go on where the text was.
mime_ended([C | Rest], Acc, B1, B2, B3) ->
    case value(C) of
        Value when is_integer(Value), B3 =:= none -> mime_decode_list(Rest, Acc, B1, B2, Value);
        Value when is_integer(Value) -> mime_decode_list(Rest, <<Acc/binary, B1:6, B2:6, B3:6, Value:6>>);
        _ -> mime_ended(Rest, Acc, B1, B2, B3)
    end;
mime_ended([], Acc, B1, B2, none) -> <<Acc/binary, B1:6, (B2 bsr 4):2>>;
mime_ended([], Acc, B1, B2, B3) -> <<Acc/binary, B1:6, B2:6, (B3 bsr 2):4>>.
