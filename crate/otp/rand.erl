%% Random numbers: OTP's generators, with OTP's numbers for the same seed. The steps of exsss (the default) and exsp are in
%% crate/src/builtin/rand.rs. Without a seed, the world's own chance gives one, so that a replay repeats it.
-module(rand).
-export([seed/1, seed/2, seed_s/1, seed_s/2, export_seed/0, export_seed_s/1, uniform/0, uniform/1, uniform_s/1,
         uniform_s/2, uniform_real/0, uniform_real_s/1, bytes/1, bytes_s/2, splitmix64_next/1, exsp_next/1, normal/0, normal/2, normal_s/1, normal_s/3,
         jump/0, jump/1, exsp_jump/1, mwc59_seed/0, mwc59_seed/1, mwc59/1, mwc59_value/1, mwc59_value32/1, mwc59_float/1]).

-define(KEY, rand_seed).
-define(TWO_POW_MINUS53, 1.1102230246251565e-16).
-define(MASK58, 16#3FFFFFFFFFFFFFF).
-define(MASK21, 16#1FFFFF).
-define(MASK53, 16#1FFFFFFFFFFFFF).
-define(MASK59, 16#7FFFFFFFFFFFFFF).
-define(MASK64, 16#FFFFFFFFFFFFFFFF).

%% --- seeding

seed({Alg, Seed}) when is_atom(Alg) -> keep(seed_s({Alg, Seed}));
seed({_, _} = State) -> keep(seed_s(State));
seed(Alg) -> keep(seed_s(Alg)).

seed(Alg, Seed) -> keep(seed_s(Alg, Seed)).

keep(State) ->
    put(?KEY, State),
    State.

seed_s({#{type := _}, _} = State) -> State;
seed_s({Alg, AlgState}) when is_atom(Alg) -> {mk_alg(Alg), AlgState};
seed_s(Alg) when is_atom(Alg) ->
    <<Chance:58, _:6>> = prim_crypto:random(8),
    seed_s(Alg, {erlang:phash2([{node(), self()}]), erlang:system_time(), erlang:unique_integer() bxor Chance}).

seed_s(default, Seed) -> seed_s(exsss, Seed);
seed_s(Alg, {A1, A2, A3}) when Alg =:= exsp; Alg =:= exsplus ->
    {_, [_ | T1]} = console:exs_next(exsp, [mask58(A1 * 4294967197 + 1) | mask58(A2 * 4294967231 + 1)]),
    {_, State} = console:exs_next(exsp, [mask58(A3 * 4294967279 + 1) | T1]),
    {mk_alg(Alg), State};
seed_s(exrop, {A1, A2, A3}) ->
    {_, [_ | T1]} = exrop([mask58(A1 * 4294967197 + 1) | mask58(A2 * 4294967231 + 1)]),
    {_, State} = exrop([mask58(A3 * 4294967279 + 1) | T1]),
    {mk_alg(exrop), State};
seed_s(exs64, {A1, A2, A3}) ->
    Values = [element(1, exs64((A band 16#FFFFFFFF) * Factor + 1))
              || {A, Factor} <- [{A1, 4294967197}, {A2, 4294967231}, {A3, 4294967279}]],
    {mk_alg(exs64), lists:foldl(fun erlang:'*'/2, 1, Values) rem (?MASK64 - 1) + 1};
seed_s(Alg, {A1, A2, A3}) when Alg =:= exs1024; Alg =:= exs1024s ->
    [B1, B2, B3] = [(((A band ?MASK21) + 1) * Factor) band ?MASK21
                    || {A, Factor} <- [{A1, 2097131}, {A2, 2097133}, {A3, 2097143}]],
    {mk_alg(Alg), {exs64_values(16, (B1 bsl 43) bor (B2 bsl 22) bor (B3 bsl 1) bor 1, []), []}};
seed_s(Alg, Seed) -> {mk_alg(Alg), init(Alg, Seed)}.

exs64_values(0, _, Values) -> Values;
exs64_values(Count, State, Values) ->
    {Value, Next} = exs64(State),
    exs64_values(Count - 1, Next, [Value | Values]).

mask58(X) -> X band ?MASK58.

%% What a generator is and can, as OTP's states show it.
mk_alg(default) -> mk_alg(exsss);
mk_alg(exsss) -> with_uniform(#{type => exsss, bits => 58, next => fun(S) -> console:exs_next(exsss, S) end});
mk_alg(exsp) -> with_uniform(#{type => exsp, bits => 58, weak_low_bits => 1, next => fun exsp/1});
mk_alg(exrop) -> with_uniform(#{type => exrop, bits => 58, weak_low_bits => 1, next => fun exrop/1});
mk_alg(exro928ss) -> with_uniform(#{type => exro928ss, bits => 58, next => fun exro928ss/1});
mk_alg(exs1024s) -> #{type => exs1024s, bits => 64, weak_low_bits => 3, next => fun exs1024/1, jump => fun jump/1};
mk_alg(exsplus) -> #{type => exsplus, max => ?MASK58, next => fun exsp/1, jump => fun jump/1};
mk_alg(exs1024) -> #{type => exs1024, max => ?MASK64, next => fun exs1024/1, jump => fun jump/1};
mk_alg(exs64) -> #{type => exs64, max => ?MASK64, next => fun exs64/1};
mk_alg(Alg) -> erlang:error(function_clause, [Alg]).

with_uniform(Handler) ->
    Handler#{jump => fun jump/1, uniform => fun uniform_s/1, uniform_n => fun uniform_s/2}.

exsp(State) -> console:exs_next(exsp, State).

jump() -> keep(jump(seed_get())).

%% As if 2^64 or, of the generators with sixteen words, 2^512 numbers had been drawn.
jump({#{jump := _, type := Alg, next := Next} = Handler, AlgState}) ->
    {Handler, rand_jump:jump(Alg, Next, AlgState)};
jump({#{}, _}) -> erlang:error(not_implemented);
jump(State) -> erlang:error(function_clause, [State]).

exsp_jump(State) -> rand_jump:jump(exsp, fun exsp/1, State).

init(exro928ss, Seed) -> {init_words(16, Seed, 58, fun seed58/1), []};
init(Alg, Seed) when Alg =:= exs1024; Alg =:= exs1024s -> {init_words(16, Seed, 64, fun seed64/1), []};
init(exs64, Seed) -> hd(init_words(1, Seed, 64, fun seed64/1));
init(_, Seed) -> init(Seed).

%% Words from a list, or spread from an integer or from three.
init_words(Count, Words, Bits, _) when is_list(Words) -> seed_nz(Count, Words, Bits, false);
init_words(Count, Seed, _, Spread) -> init_words(Count, Seed, Spread).

%% So many words of so many bits from a list, the missing ones 0. Not all of them may be 0.
seed_nz(_, [], _, false) -> erlang:error(zero_seed);
seed_nz(Count, [], _, true) -> lists:duplicate(Count, 0);
seed_nz(0, [_ | _], _, _) -> erlang:error(too_many_seed_integers);
seed_nz(Count, [Word | Words], Bits, IsNonZero) when is_integer(Word) ->
    case Word band ((1 bsl Bits) - 1) of
        0 -> [0 | seed_nz(Count - 1, Words, Bits, IsNonZero)];
        Masked -> [Masked | seed_nz(Count - 1, Words, Bits, true)]
    end;
seed_nz(_, [_ | _], _, _) -> erlang:error(non_integer_seed).

init_words(Count, Seed, Spread) when is_integer(Seed) -> spread(Count, Seed band ?MASK64, Spread);
init_words(Count, {A1, A2, A3}, Spread) ->
    {S0, X1} = Spread(A1 band ?MASK64),
    {S1, X2} = Spread(A2 bxor X1),
    {S2, X3} = Spread(A3 bxor X2),
    lists:sublist([S0, S1, S2 | spread(Count, X3, Spread)], Count).

spread(0, _, _) -> [];
spread(Count, X, Spread) ->
    {Word, Next} = Spread(X),
    [Word | spread(Count - 1, Next, Spread)].

seed64(X0) ->
    case console:splitmix64(X0) of
        {0, X} -> seed64(X);
        {Z, X} -> {Z, X}
    end.

init(Words) when is_list(Words) ->
    [S1, S0] = seed_nz(2, Words, 58, false),
    [S1 | S0];
init(Seed) when is_integer(Seed) ->
    {S0, X} = seed58(Seed band 16#FFFFFFFFFFFFFFFF),
    {S1, _} = seed58(X),
    [S0 | S1];
init({A1, A2, A3}) ->
    {_, X1} = seed58(A1 band 16#FFFFFFFFFFFFFFFF),
    {S0, X2} = seed58(A2 bxor X1),
    {S1, _} = seed58(A3 bxor X2),
    [S0 | S1].

seed58(X0) ->
    {Z, X} = console:splitmix64(X0),
    case Z band 16#3FFFFFFFFFFFFFF of
        0 -> seed58(X);
        Z58 -> {Z58, X}
    end.

export_seed() ->
    case get(?KEY) of
        {#{type := Alg}, AlgState} -> {Alg, AlgState};
        _ -> undefined
    end.

export_seed_s({#{type := Alg}, AlgState}) -> {Alg, AlgState}.

seed_get() ->
    case get(?KEY) of
        undefined -> seed_s(default);
        State -> State
    end.

%% --- numbers

uniform() -> through(fun uniform_s/1).

uniform(N) ->
    {V, State} = uniform_s(N, seed_get()),
    keep(State),
    V.

uniform_real() -> through(fun uniform_real_s/1).

through(Fun) ->
    {V, State} = Fun(seed_get()),
    keep(State),
    V.

uniform_s({#{bits := Bits, next := Next} = Handler, AlgState}) ->
    {V, NewState} = Next(AlgState),
    {(V bsr (Bits - 53)) * ?TWO_POW_MINUS53, {Handler, NewState}};
uniform_s({#{max := Max, next := Next} = Handler, AlgState}) ->
    {V, NewState} = Next(AlgState),
    {V / (Max + 1), {Handler, NewState}}.

uniform_s(N, {#{next := Next} = Handler, AlgState} = State) when is_integer(N), N >= 1 ->
    case range(Handler) - N of
        Max when Max >= 0 ->
            {V, NewState} = Next(AlgState),
            if
                V < N -> {V + 1, {Handler, NewState}};
                true ->
                    case V rem N of
                        I when V - I =< Max -> {I + 1, {Handler, NewState}};
                        _ -> uniform_s(N, {Handler, NewState})
                    end
            end;
        _ ->
            large_uniform(N, State)
    end;
uniform_s(N, State) ->
    erlang:error(function_clause, [N, State]).

high_56_bits(V, #{bits := Bits}) -> V bsr (Bits - 56);
high_56_bits(V, _) -> V band 16#FFFFFFFFFFFFFF.

%% How many numbers there are.
range(#{bits := 58}) -> 16#400000000000000;
range(#{bits := Bits}) -> 1 bsl Bits;
range(#{max := Max}) -> Max + 1.

%% A range beyond a number's bits is filled from several numbers, without those bits that are weak, but for the last.
large_uniform(N, {#{next := Next} = Handler, AlgState}) ->
    Weak = maps:get(weak_low_bits, Handler, 0),
    Width = maps:get(bits, Handler, 58),
    {V0, S0} = Next(AlgState),
    {V, S1, Bits} = fill(N bsr (Width - Weak), Next, S0, V0 bsr Weak, Width - Weak, {Weak, Width}),
    case N band (N - 1) of
        0 ->
            {(V band (N - 1)) + 1, {Handler, S1}};
        _ ->
            I = V rem N,
            if
                V - I =< (1 bsl Bits) - N -> {I + 1, {Handler, S1}};
                true -> large_uniform(N, {Handler, S1})
            end
    end.

fill(0, _, AlgState, V, Bits, _) -> {V, AlgState, Bits};
fill(Range, Next, AlgState, V, Bits, {Weak, Width}) ->
    {V1, S1} = Next(AlgState),
    case Range bsr (Width - Weak) of
        0 -> {(V bsl Width) bor V1, S1, Bits + Width};
        More -> fill(More, Next, S1, (V bsl (Width - Weak)) bor (V1 bsr Weak), Bits + Width - Weak, {Weak, Width})
    end.

%% Small numbers keep all their bits, so that their precision does not suffer.
uniform_real_s({#{next := Next} = Handler, AlgState}) ->
    {V, NewState} = Next(AlgState),
    M = high_56_bits(V, Handler),
    State = {Handler, NewState},
    if
        M >= 1 bsl 55 -> {(M bsr 3) * math:pow(2.0, -53), State};
        M >= 1 bsl 54 -> {(M bsr 2) * math:pow(2.0, -54), State};
        M >= 1 bsl 53 -> {(M bsr 1) * math:pow(2.0, -55), State};
        M >= 1 bsl 52 -> {M * math:pow(2.0, -56), State};
        true ->
            {More, LastState} = Next(NewState),
            Missing = 53 - width(M, 0),
            {((M bsl Missing) bor (high_56_bits(More, Handler) bsr (56 - Missing))) * math:pow(2.0, -56 - Missing),
             {Handler, LastState}}
    end.

width(0, Bits) -> Bits;
width(M, Bits) -> width(M bsr 1, Bits + 1).

bytes(N) ->
    {Bytes, State} = bytes_s(N, seed_get()),
    keep(State),
    Bytes.

bytes_s(N, State) when is_integer(N), N >= 0 -> bytes_s(N, State, <<>>).

bytes_s(N, {#{next := Next} = Handler, AlgState}, Bytes) when N > 7 ->
    {V, NewState} = Next(AlgState),
    bytes_s(N - 7, {Handler, NewState}, <<Bytes/binary, (V bsr (maps:get(bits, Handler, 58) - 56)):56>>);
bytes_s(N, {#{next := Next} = Handler, AlgState}, Bytes) ->
    {V, NewState} = Next(AlgState),
    {<<Bytes/binary, (V bsr (56 - N * 8)):(N * 8)>>, {Handler, NewState}}.

normal() -> through(fun normal_s/1).

normal(Mean, Variance) -> Mean + math:sqrt(Variance) * normal().

normal_s(State) -> rand_normal:normal_s(State).

normal_s(Mean, Variance, State0) when Variance >= 0 ->
    {X, State} = normal_s(State0),
    {Mean + math:sqrt(Variance) * X, State}.

%% --- the generators other than exsss and exsp, after Vigna and Blackman

exsp_next(State) -> exsp(State).

splitmix64_next(X) -> console:splitmix64(X).

rotl58(X, N) -> ((X bsl N) band ?MASK58) bor (X bsr (58 - N)).

exrop([S1 | S0]) ->
    X = S0 bxor S1,
    {(S0 + S1) band ?MASK58, [rotl58(S1, 24) bxor X bxor ((X bsl 2) band ?MASK58) | rotl58(X, 35)]}.

%% Sixteen words, of which two change: the list of those to come, and of those gone by, newest first.
exro928ss({[S15, S0 | Rest], Gone}) ->
    X = S15 bxor S0,
    Value = (rotl58((S0 * 5) band ?MASK58, 7) * 9) band ?MASK58,
    Next = rotl58(S0, 44) bxor X bxor ((X bsl 9) band ?MASK58),
    {Value, {[rotl58(X, 45) | Rest], [Next | Gone]}};
exro928ss({[S15], Gone}) -> exro928ss({[S15 | lists:reverse(Gone)], []}).

exs64(X0) ->
    X1 = X0 bxor (X0 bsr 12),
    X2 = X1 bxor ((X1 bsl 25) band ?MASK64),
    X3 = X2 bxor (X2 bsr 27),
    {(X3 * 2685821657736338717) band ?MASK64, X3}.

exs1024({[S0, S1 | Rest], Gone}) ->
    X = S1 bxor ((S1 bsl 31) band ?MASK64),
    New = X bxor S0 bxor (X bsr 11) bxor (S0 bsr 30),
    {(New * 1181783497276652981) band ?MASK64, {[New | Rest], [S0 | Gone]}};
exs1024({[S0], Gone}) -> exs1024({[S0 | lists:reverse(Gone)], []}).

%% --- a small and fast generator without a state of its own (multiply with carry); its state is scrambled into values

mwc59_seed() -> mixed58(erlang:phash2([{node(), self()}, make_ref()]) bxor erlang:system_time()) + 1.

mwc59_seed(Seed) when is_integer(Seed), Seed >= 0, Seed =< ?MASK58 -> mixed58(Seed) + 1.

%% Two rounds of folding and multiplying, by odd numbers, spread each bit over all.
mixed58(Seed) ->
    Fold = fun(X) -> X bxor (X bsr 29) end,
    Once = (Fold(Seed band ?MASK58) * 16#351afd7ed558ccd) band ?MASK58,
    Fold((Fold(Once) * 16#ceb9fe1a85ec53) band ?MASK58).

mwc59(State) ->
    Bits = State band ?MASK59,
    16#7fa6502 * (Bits band 16#ffffffff) + (Bits bsr 32).

mwc59_value32(State) ->
    Low = State band 16#ffffffff,
    Low bxor ((Low bsl 8) band 16#ffffffff).

mwc59_value(State) -> scrambled(State band ?MASK59, ?MASK59).

mwc59_float(State) -> scrambled(State band ?MASK53, ?MASK53) * ?TWO_POW_MINUS53.

scrambled(Bits, Mask) ->
    Once = Bits bxor ((Bits bsl 4) band Mask),
    Once bxor ((Once bsl 27) band Mask).
