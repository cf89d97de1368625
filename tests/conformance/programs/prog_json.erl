%% A JSON encoder and decoder; objects are maps, strings are binaries.
-module(prog_json).
-export([main/0, encode/1, decode/1]).

main() ->
    Term = #{<<"name">> => <<"Joe \"Erlang\" Armstrong">>, <<"age">> => 68, <<"tags">> => [<<"a">>, <<"b\n">>],
             <<"pi">> => 3.14, <<"ok">> => true, <<"none">> => null, <<"nested">> => #{<<"empty">> => [], <<"x">> => -1}},
    Text = iolist_to_binary(encode(Term)),
    io:format("~s~n", [Text]),
    Again = decode(Text),
    io:format("~p~n", [Again]),
    true = Again =:= Term,
    Odd = decode(<<"  [ 1 , 2.5e3, \"\\u00e9\\t\", { } , [ [ ] ] , false ]  ">>),
    io:format("~p~n", [Odd]),
    [io:format("~s: ~p~n", [Bad, try decode(Bad) catch error:Reason -> Reason end])
     || Bad <- [<<"[1,">>, <<"{\"a\" 1}">>, <<"tru">>, <<"1 2">>, <<"\"abc">>]],
    byte_size(Text).

encode(null) -> "null";
encode(true) -> "true";
encode(false) -> "false";
encode(N) when is_integer(N) -> integer_to_binary(N);
encode(F) when is_float(F) -> float_to_binary(F, [short]);
encode(S) when is_binary(S) -> [$", [escape(C) || <<C/utf8>> <= S], $"];
encode(L) when is_list(L) -> [$[, lists:join($,, [encode(E) || E <- L]), $]];
encode(M) when is_map(M) ->
    [${, lists:join($,, [[encode(K), $:, encode(V)] || {K, V} <- lists:sort(maps:to_list(M))]), $}].

escape($") -> "\\\"";
escape($\\) -> "\\\\";
escape($\n) -> "\\n";
escape($\t) -> "\\t";
escape(C) when C < 32 -> io_lib:format("\\u~4.16.0b", [C]);
escape(C) -> <<C/utf8>>.

decode(Text) ->
    {Value, Rest} = value(skip(Text)),
    case skip(Rest) of
        <<>> -> Value;
        More -> error({trailing, More})
    end.

skip(<<C, Rest/binary>>) when C =:= $\s; C =:= $\n; C =:= $\t -> skip(Rest);
skip(Text) -> Text.

value(<<"null", R/binary>>) -> {null, R};
value(<<"true", R/binary>>) -> {true, R};
value(<<"false", R/binary>>) -> {false, R};
value(<<$", R/binary>>) -> text(R, <<>>);
value(<<$[, R/binary>>) ->
    case skip(R) of
        <<$], R1/binary>> -> {[], R1};
        R1 -> elements(R1, [])
    end;
value(<<${, R/binary>>) ->
    case skip(R) of
        <<$}, R1/binary>> -> {#{}, R1};
        R1 -> members(R1, #{})
    end;
value(<<C, _/binary>> = T) when C =:= $-; C >= $0, C =< $9 -> number(T);
value(T) -> error({unexpected, T}).

elements(T, Acc) ->
    {V, R} = value(skip(T)),
    case skip(R) of
        <<$,, R1/binary>> -> elements(R1, [V | Acc]);
        <<$], R1/binary>> -> {lists:reverse(Acc, [V]), R1};
        Other -> error({unexpected, Other})
    end.

members(T, Acc) ->
    {K, R} = value(skip(T)),
    case skip(R) of
        <<$:, R1/binary>> ->
            {V, R2} = value(skip(R1)),
            case skip(R2) of
                <<$,, R3/binary>> -> members(R3, Acc#{K => V});
                <<$}, R3/binary>> -> {Acc#{K => V}, R3}
            end;
        Other -> error({expected_colon, Other})
    end.

text(<<$", R/binary>>, Acc) -> {Acc, R};
text(<<$\\, $u, H:4/binary, R/binary>>, Acc) -> text(R, <<Acc/binary, (binary_to_integer(H, 16))/utf8>>);
text(<<$\\, C, R/binary>>, Acc) ->
    text(R, <<Acc/binary, (case C of $n -> $\n; $t -> $\t; _ -> C end)>>);
text(<<C, R/binary>>, Acc) -> text(R, <<Acc/binary, C>>);
text(<<>>, Acc) -> error({unterminated, Acc}).

number(T) ->
    {Digits, R} = digits(T, []),
    case {lists:member($., Digits), lists:member($e, Digits)} of
        {false, false} -> {list_to_integer(Digits), R};
        _ -> {list_to_float(Digits), R}
    end.

digits(<<C, R/binary>>, Acc) when C >= $0, C =< $9; C =:= $-; C =:= $.; C =:= $e -> digits(R, [C | Acc]);
digits(R, Acc) -> {lists:reverse(Acc), R}.
