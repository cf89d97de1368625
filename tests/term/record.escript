#!/usr/bin/env escript
%%! +W i
%% Records what OTP makes of terms; the seed is fixed, so that recording again gives the same cases.
%%
%% A term is written in prefix notation, tokens parted by blanks:
%%   i123  x1fff (float, bits in hexadecimal)  a616263 (atom, UTF-8 in hexadecimal)  n (nil)  sHEX (list of bytes)
%%   l2 A B Tail   t2 A B   m1 K V   b13:HEX (bit string, size in bits)
-mode(compile).
-compile(nowarn_deprecated_function).

main([What]) ->
    rand:seed(exsss, {25, 2, 3}),
    io:setopts([{encoding, latin1}]),
    case What of
        "hash" -> hash();
        "order" -> order();
        "arith" -> arith();
        "maps" -> maps();
        "float" -> float();
        "integer" -> integer()
    end.

out(Items) -> io:put_chars([lists:join(" | ", Items), "\n"]).

%% --- terms in prefix notation

show(T) when is_integer(T) -> [$i, integer_to_list(T)];
show(T) when is_float(T) -> <<Bits:64>> = <<T/float>>, [$x, integer_to_list(Bits, 16)];
show(T) when is_atom(T) -> [$a, hex(atom_to_binary(T))];
show([]) -> "n";
show(T) when is_list(T) ->
    case is_string(T) of
        true -> [$s, hex(list_to_binary(T))];
        false -> {Items, Tail} = split(T, []), ["l", integer_to_list(length(Items)), [[" ", show(I)] || I <- Items], " ", show(Tail)]
    end;
show(T) when is_tuple(T) -> ["t", integer_to_list(tuple_size(T)), [[" ", show(E)] || E <- tuple_to_list(T)]];
show(T) when is_map(T) -> ["m", integer_to_list(map_size(T)), [[" ", show(K), " ", show(V)] || {K, V} <- maps:to_list(T)]];
show(T) when is_bitstring(T) ->
    Pad = (8 - bit_size(T) rem 8) rem 8,
    ["b", integer_to_list(bit_size(T)), ":", hex(<<T/bits, 0:Pad>>)].

is_string([C | Rest]) when is_integer(C), C >= 0, C < 256 -> is_string(Rest);
is_string(Rest) -> Rest =:= [].

split([H | T], Items) -> split(T, [H | Items]);
split(Tail, Items) -> {lists:reverse(Items), Tail}.

hex(Bytes) -> binary:encode_hex(Bytes).

%% --- random terms

one_of(Options) -> lists:nth(rand:uniform(length(Options)), Options).

small() -> one_of([rand:uniform(300) - 20, rand:uniform(1 bsl 27) - (1 bsl 26), edge(), random_integer(59)]).

edge() -> one_of([-1, 1]) * ((1 bsl one_of([7, 8, 16, 27, 28, 31, 32, 53, 58])) + one_of([-2, -1, 0, 1])).

random_integer(Bits) -> one_of([-1, 1]) * rand:uniform(1 bsl rand:uniform(Bits)).

big() -> one_of([-1, 1]) * ((1 bsl one_of([59, 60, 63, 64, 65, 96, 127, 128, 200])) + one_of([-1, 0, 1, rand:uniform(1 bsl 58)])).

number() -> one_of([small(), small(), big(), random_float(), near_integer()]).

%% A float next to an integer that may have no float of its own.
near_integer() -> float(one_of([small(), big()])).

random_float() ->
    case <<(rand:uniform(1 bsl 64) - 1):64>> of
        <<F/float>> -> one_of([F, rand:uniform() * 100, float(rand:uniform(20) - 10), 0.0, -0.0]);
        _ -> random_float()
    end.

bytes(N) -> list_to_binary([rand:uniform(256) - 1 || _ <- lists:seq(1, rand:uniform(N + 1) - 1)]).

bits(N) ->
    Bytes = bytes(N),
    Bits = rand:uniform(7),
    <<Bytes/binary, (rand:uniform(128)):Bits>>.

atom() -> one_of([a, b, ok, error, undefined, true, 'A b', '', list_to_atom([228, 246]), list_to_atom([26085, 26412]), a_longer_atom_than_most]).

%% Terms whose hash OTP does not take from addresses or atom numbers.
plain(0) -> one_of([number(), bytes(20), bits(3), [], "string", binary_to_list(bytes(6))]);
plain(D) ->
    case rand:uniform(7) of
        1 -> list_to_tuple(many(4, fun() -> plain(D - 1) end));
        2 -> many(4, fun() -> plain(D - 1) end);
        3 -> many(3, fun() -> plain(D - 1) end) ++ plain(0);
        4 -> maps:from_list(many(4, fun() -> {plain(D - 1), plain(D - 1)} end));
        5 -> binary_to_list(bytes(9)) ++ many(3, fun() -> plain(D - 1) end);
        _ -> plain(0)
    end.

term(D) ->
    case rand:uniform(6) of
        1 -> atom();
        2 when D > 0 -> list_to_tuple(many(4, fun() -> term(D - 1) end));
        3 when D > 0 -> many(4, fun() -> term(D - 1) end);
        4 when D > 0 -> maps:from_list(many(4, fun() -> {term(D - 1), term(D - 1)} end));
        _ -> plain(D)
    end.

many(N, F) -> [F() || _ <- lists:seq(1, rand:uniform(N + 1) - 1)].

large_map(F) -> maps:from_list([{F(), F()} || _ <- lists:seq(1, 30 + rand:uniform(40))]).

%% --- cases

%% term | internal hash or - | phash2 with range 2^32 | phash2 | phash with range 1000003
hash() ->
    ok = logger:set_primary_config(level, none),
    erts_debug:set_internal_state(available_internal_state, true),
    Internal = fun(T) -> integer_to_list(erts_debug:get_internal_state({internal_hash, T})) end,
    Public = fun(T) ->
        [integer_to_list(erlang:phash2(T, 1 bsl 32)), integer_to_list(erlang:phash2(T)),
         integer_to_list(erlang:phash(T, 1000003))] end,
    Plain = [binary:part(<<"the quick brown fox jumps over the lazy dog">>, 0, N) || N <- lists:seq(0, 43)]
        ++ [lists:seq(1, N) || N <- lists:seq(0, 13)]
        ++ [-1 bsl N || N <- lists:seq(20, 70)] ++ [1 bsl N || N <- lists:seq(20, 70)]
        ++ [plain(rand:uniform(4) - 1) || _ <- lists:seq(1, 500)]
        ++ [large_map(fun() -> plain(1) end) || _ <- lists:seq(1, 6)],
    [out([show(T), Internal(T) | Public(T)]) || T <- Plain],
    [out([show(T), "-" | Public(T)]) || T <- [atom() || _ <- lists:seq(1, 20)] ++ [term(3) || _ <- lists:seq(1, 300)]].

%% a | b | lt, eq or gt | same or other
order() ->
    Pairs = [{number(), number()} || _ <- lists:seq(1, 300)]
        ++ [begin N = number(), {N, near(N)} end || _ <- lists:seq(1, 200)]
        ++ [{term(2), term(2)} || _ <- lists:seq(1, 400)]
        ++ [begin T = term(4), {T, nudge(T)} end || _ <- lists:seq(1, 400)]
        ++ [begin T = large_map(fun() -> plain(1) end), {T, nudge(T)} end || _ <- lists:seq(1, 8)]
        ++ [{bits(2), bits(2)} || _ <- lists:seq(1, 50)],
    [out([show(A), show(B), order(A, B), case A =:= B of true -> "same"; false -> "other" end]) || {A, B} <- Pairs].

order(A, B) when A == B -> "eq";
order(A, B) when A < B -> "lt";
order(_, _) -> "gt".

near(N) when is_float(N) -> one_of([trunc(N), trunc(N) + 1, N, -N]);
near(N) -> one_of([N, N + 1, -N, float(N), float(N + 1)]).

%% A term that differs a little or not at all.
nudge(T) when is_number(T) -> near(T);
nudge(T) when is_tuple(T), tuple_size(T) > 0 ->
    I = rand:uniform(tuple_size(T)),
    setelement(I, T, nudge(element(I, T)));
nudge([H | T]) -> case rand:uniform(2) of 1 -> [nudge(H) | T]; 2 -> [H | nudge(T)] end;
nudge(T) when is_map(T), map_size(T) > 0 ->
    {K, V} = one_of(maps:to_list(T)),
    case rand:uniform(3) of
        1 -> (maps:remove(K, T))#{nudge(K) => V};
        2 -> T#{K := nudge(V)};
        3 -> T
    end;
nudge(T) when is_binary(T), byte_size(T) > 0 -> binary:part(T, 0, byte_size(T) - rand:uniform(2) + 1);
nudge(T) -> T.

%% operator | a | b or - | result or reason
arith() ->
    Two = [{"+", fun(A, B) -> A + B end}, {"-", fun(A, B) -> A - B end}, {"*", fun(A, B) -> A * B end},
           {"/", fun(A, B) -> A / B end}, {"div", fun(A, B) -> A div B end}, {"rem", fun(A, B) -> A rem B end},
           {"band", fun(A, B) -> A band B end}, {"bor", fun(A, B) -> A bor B end}, {"bxor", fun(A, B) -> A bxor B end}],
    Shifts = [{"bsl", fun(A, B) -> A bsl B end}, {"bsr", fun(A, B) -> A bsr B end}],
    One = [{"neg", fun(A) -> -A end}, {"bnot", fun(A) -> bnot A end}, {"abs", fun erlang:abs/1}, {"float", fun erlang:float/1},
           {"round", fun erlang:round/1}, {"trunc", fun erlang:trunc/1}, {"floor", fun erlang:floor/1}, {"ceil", fun erlang:ceil/1}],
    [begin A = number(), B = one_of([number(), number(), 0, near(A)]), arith(Op, [A, B], F) end
     || {Op, F} <- Two, _ <- lists:seq(1, 60)],
    [arith(Op, [one_of([number(), 0, -1]), one_of([small(), rand:uniform(140) - 70, big()])], F) || {Op, F} <- Shifts, _ <- lists:seq(1, 60)],
    [arith(Op, [one_of([number(), rand:uniform(100) - 50 + 0.5, a])], F) || {Op, F} <- One, _ <- lists:seq(1, 30)],
    %% Integers too long for one conversion step.
    [begin K = 30 * rand:uniform(30), arith("float", [(1 bsl K) + rand:uniform(1 bsl K)], fun erlang:float/1) end || _ <- lists:seq(1, 60)].

arith(Op, Args, F) ->
    Result = try show(apply(F, Args)) catch error:Reason -> atom_to_list(Reason) end,
    [A, B] = case Args of [X, Y] -> [show(X), show(Y)]; [X] -> [show(X), "-"] end,
    out([Op, A, B, Result]).

%% list of keys in the order of insertion | of maps:keys/1 | of maps:iterator/1 | the same two after every third key has gone
maps() ->
    Kinds = [fun small/0, fun small/0, fun big/0, fun() -> random_float() end, fun() -> bytes(12) end, fun() -> binary_to_list(bytes(12)) end,
             fun() -> {small(), bytes(3)} end, fun() -> plain(2) end],
    [out_map([Kind() || _ <- lists:seq(1, N)]) || Kind <- Kinds, N <- [5, 30, 34, 60, 150]],
    [out_map([term(1) || _ <- lists:seq(1, 20)]) || _ <- lists:seq(1, 10)],
    out_map(lists:seq(1, 3000)).

out_map(Keys) ->
    Map = lists:foldl(fun(K, M) -> M#{K => true} end, #{}, Keys),
    {Gone, _} = lists:partition(fun({_, N}) -> N rem 3 =:= 0 end, lists:zip(Keys, lists:seq(1, length(Keys)))),
    Less = lists:foldl(fun({K, _}, M) -> maps:remove(K, M) end, Map, Gone),
    Iterated = fun(M) -> lists:reverse(maps:fold(fun(K, _, Acc) -> [K | Acc] end, [], M)) end,
    out([show_list(Keys), show_list(maps:keys(Map)), show_list(Iterated(Map)), show_list(maps:keys(Less)), show_list(Iterated(Less))]).

show_list(List) -> [integer_to_list(length(List)), [[" ", show(E)] || E <- List]].

%% bits | shortest | float_to_list/1 | scientific with N digits | decimals N | decimals N compact
float() ->
    Edge = [0.0, -0.0, 1.0, 0.1, 0.5, 1.5, 2.5, 0.05, 0.15, 0.25, 1.0e-3, 1.0e-4, 1.0e-5, 9.99e22, 1.0e22, 1.0e23, 123456789.0,
            5.0e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740992.0, 9007199254740993.0, 1.0e15, 1.0e16,
            1.0e17, 1.0e20, 1.0e21, 123456.789, 0.001234, 100.0, 1000.0, 10000.0, 100000.0, 1.0e6, 1.0e7, 12345678.9, 299792458.0]
        ++ [math:pow(10, N) || N <- lists:seq(-30, 30)]
        ++ [1.2345 * math:pow(10, N) || N <- lists:seq(-12, 24)]
        ++ [float(1 bsl N) || N <- lists:seq(40, 100)]
        ++ [N / 8 || N <- lists:seq(1, 40)] ++ [N / 100 || N <- lists:seq(1, 120, 3)]
        ++ [float_of_bits() || _ <- lists:seq(1, 700)]
        ++ [rand:uniform() * math:pow(10, rand:uniform(24) - 6) || _ <- lists:seq(1, 200)],
    [begin
         S = rand:uniform(24) - 1, D = one_of([0, 1, 2, 3, 4, 6, 10, 15, 20]),
         Try = fun(Options) -> try float_to_list(F, Options) catch error:Reason -> atom_to_list(Reason) end end,
         <<Bits:64>> = <<F/float>>,
         out([integer_to_list(Bits, 16), io_lib:format("~w", [F]), float_to_list(F), integer_to_list(S), Try([{scientific, S}]),
              integer_to_list(D), Try([{decimals, D}]), Try([{decimals, D}, compact])])
     end || F <- Edge],
    %% text | bits or badarg
    Texts = ["1.0", "1", "1.", ".5", "1.0e5", "1.0E5", "1.0e+5", "1.0e-5", "1.0e", "1.0e+", "+1.0", "-1.0", "--1.0", " 1.0", "1.0 ", "1e5",
             "1.0e400", "-1.0e400", "1.0e-400", "1.0e308", "1.8e308", "0.0", "-0.0", "1_0.0", "1.0_0", "00001.5", "1.5x", "", "+", "-", "inf", "nan",
             "Infinity", "0x1.0", "1,5", "2.2250738585072011e-308", "9007199254740993.0", "4.9e-324", "2.4703282292062327e-324",
             "2.4703282292062328e-324", "1.7976931348623158e308", "1.7976931348623159e308", "123456789012345678901234567890.0",
             "0.000000000000000000000000000000000000000000001", "1.00000000000000011102230246251565404236316680908203125",
             "1.00000000000000011102230246251565404236316680908203124", "1.00000000000000011102230246251565404236316680908203126",
             "8.5e99999999999999999999", "8.5e-99999999999999999999", "0.0e99999999999999999999", "1.0e0005", "1.0e+-5"]
        ++ [random_decimal() || _ <- lists:seq(1, 300)],
    [out([["read ", Text], try <<Bits:64>> = <<(list_to_float(Text))/float>>, integer_to_list(Bits, 16) catch error:Reason -> atom_to_list(Reason) end])
     || Text <- Texts].

float_of_bits() ->
    case <<(rand:uniform(1 bsl 64) - 1):64>> of
        <<F/float>> -> F;
        _ -> float_of_bits()
    end.

random_decimal() ->
    Digits = fun(N) -> [$0 + rand:uniform(10) - 1 || _ <- lists:seq(1, rand:uniform(N))] end,
    lists:flatten([one_of(["", "-", "+"]), Digits(20), ".", Digits(25), one_of(["", ["e", integer_to_list(rand:uniform(640) - 330)]])]).

%% base | integer | text in that base; and: read BASE TEXT | integer or badarg
integer() ->
    [begin
         B = rand:uniform(35) + 1,
         N = one_of([small(), big(), random_integer(3000), 0]),
         out([integer_to_list(B), integer_to_list(N), integer_to_list(N, B)])
     end || _ <- lists:seq(1, 300)],
    [out([["read ", integer_to_list(B), " ", T], try integer_to_list(list_to_integer(T, B)) catch error:R -> atom_to_list(R) end])
     || {B, T} <- [{10, "0"}, {10, "-0"}, {10, "+7"}, {10, "007"}, {10, ""}, {10, "-"}, {10, "+"}, {10, "--1"}, {10, "1_000"}, {10, "12a"}, {16, "fF"},
                   {16, "-Ff"}, {2, "102"}, {2, "-101"}, {36, "zZ"}, {36, "z_z"}, {10, " 1"}, {10, "1 "}, {10, "1.0"}, {16, "0x1f"}, {10, "123456789012345678901234567890"},
                   {10, "576460752303423487"}, {10, "576460752303423488"}, {10, "-576460752303423488"}, {10, "-576460752303423489"}, {16, "FFFFFFFFFFFFFFFFF"},
                   {37, "1"}, {1, "1"}, {7, "6543210123456654321012345665432101234566543210"}]].
