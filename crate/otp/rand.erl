%% Random numbers: the generators exsss (the default) and exsp of OTP, with OTP's numbers for the same seed. The steps are in
%% crate/src/builtin/rand.rs. Without a seed, the world's own chance gives one, so that a replay repeats it.
-module(rand).
-export([seed/1, seed/2, seed_s/1, seed_s/2, export_seed/0, export_seed_s/1, uniform/0, uniform/1, uniform_s/1,
         uniform_s/2, uniform_real/0, uniform_real_s/1, bytes/1, bytes_s/2, normal/0, normal/2, normal_s/1, normal_s/3]).

-define(KEY, rand_seed).
-define(TWO_POW_MINUS53, 1.1102230246251565e-16).

%% --- seeding

seed({Alg, Seed}) when is_atom(Alg), Alg =/= exsss orelse is_list(Seed) -> keep(seed_s({Alg, Seed}));
seed({_, _} = State) -> keep(seed_s(State));
seed(Alg) -> keep(seed_s(Alg)).

seed(Alg, Seed) -> keep(seed_s(Alg, Seed)).

keep(State) ->
    put(?KEY, State),
    State.

seed_s({#{type := _}, _} = State) -> State;
seed_s({Alg, AlgState}) when is_atom(Alg) -> {handler(Alg), AlgState};
seed_s(Alg) when is_atom(Alg) ->
    seed_s(Alg, {erlang:phash2([{node(), self()}]), erlang:system_time(), erlang:unique_integer()}).

seed_s(default, Seed) -> seed_s(exsss, Seed);
seed_s(Alg, {A1, A2, A3}) when Alg =:= exsp; Alg =:= exsplus ->
    {_, [_ | T1]} = console:exs_next(exsp, [mask58(A1 * 4294967197 + 1) | mask58(A2 * 4294967231 + 1)]),
    {_, State} = console:exs_next(exsp, [mask58(A3 * 4294967279 + 1) | T1]),
    {handler(Alg), State};
seed_s(Alg, Seed) -> {handler(Alg), init(Seed)}.

mask58(X) -> X band 16#3FFFFFFFFFFFFFF.

handler(default) -> handler(exsss);
handler(exsss) ->
    #{type => exsss, bits => 58, next => fun(S) -> console:exs_next(exsss, S) end};
handler(Alg) when Alg =:= exsp; Alg =:= exsplus ->
    #{type => exsp, bits => 58, weak_low_bits => 1, next => fun(S) -> console:exs_next(exsp, S) end};
handler(Alg) ->
    erlang:error({no_such_generator_here, Alg}).

init([S1 | S0] = State) when is_integer(S1), is_integer(S0) -> State;
init([S0, S1]) when is_integer(S0), is_integer(S1) -> [S0 band 16#3FFFFFFFFFFFFFF | S1 band 16#3FFFFFFFFFFFFFF];
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

uniform_s({#{next := Next} = Handler, AlgState}) ->
    {V, NewState} = Next(AlgState),
    {(V bsr 5) * ?TWO_POW_MINUS53, {Handler, NewState}}.

uniform_s(N, {#{next := Next} = Handler, AlgState} = State) when is_integer(N), N >= 1 ->
    case 16#400000000000000 - N of
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

%% A range beyond 58 bits is filled from several numbers.
large_uniform(N, {#{next := Next} = Handler, AlgState}) ->
    {V0, S0} = Next(AlgState),
    {V, S1, Bits} = fill(N bsr 58, Next, S0, V0, 58),
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

fill(0, _, AlgState, V, Bits) -> {V, AlgState, Bits};
fill(Range, Next, AlgState, V, Bits) ->
    {V1, S1} = Next(AlgState),
    fill(Range bsr 58, Next, S1, (V bsl 58) bor V1, Bits + 58).

%% Small numbers keep all their bits, so that their precision does not suffer.
uniform_real_s({#{next := Next} = Handler, AlgState}) ->
    {V, NewState} = Next(AlgState),
    M = V bsr 2,
    State = {Handler, NewState},
    if
        M >= 1 bsl 55 -> {(M bsr 3) * math:pow(2.0, -53), State};
        M >= 1 bsl 54 -> {(M bsr 2) * math:pow(2.0, -54), State};
        M >= 1 bsl 53 -> {(M bsr 1) * math:pow(2.0, -55), State};
        M >= 1 bsl 52 -> {M * math:pow(2.0, -56), State};
        true -> smaller_real(Handler, Next, NewState, M, -56)
    end.

smaller_real(Handler, Next, AlgState, M, Exponent) when M < 1 bsl 52, Exponent > -1000 ->
    {V, NewState} = Next(AlgState),
    smaller_real(Handler, Next, NewState, (M bsl 1) bor (V bsr 57), Exponent - 1);
smaller_real(Handler, _, AlgState, M, Exponent) ->
    {M * math:pow(2.0, Exponent), {Handler, AlgState}}.

bytes(N) ->
    {Bytes, State} = bytes_s(N, seed_get()),
    keep(State),
    Bytes.

bytes_s(N, State) when is_integer(N), N >= 0 -> bytes_s(N, State, <<>>).

bytes_s(N, {#{next := Next} = Handler, AlgState}, Bytes) when N > 7 ->
    {V, NewState} = Next(AlgState),
    bytes_s(N - 7, {Handler, NewState}, <<Bytes/binary, (V bsr 2):56>>);
bytes_s(0, State, Bytes) ->
    {Bytes, State};
bytes_s(N, {#{next := Next} = Handler, AlgState}, Bytes) ->
    {V, NewState} = Next(AlgState),
    {<<Bytes/binary, (V bsr (56 - N * 8)):(N * 8)>>, {Handler, NewState}}.

%% Normal deviates by the polar method; OTP's ziggurat gives other numbers for the same seed (COMPATIBILITY.md).
normal() -> through(fun normal_s/1).

normal(Mean, Variance) -> Mean + math:sqrt(Variance) * normal().

normal_s(State0) ->
    {U, State1} = uniform_s(State0),
    {V, State2} = uniform_s(State1),
    {X, Y} = {2 * U - 1, 2 * V - 1},
    S = X * X + Y * Y,
    if
        S > 0, S < 1 -> {X * math:sqrt(-2 * math:log(S) / S), State2};
        true -> normal_s(State2)
    end.

normal_s(Mean, Variance, State0) ->
    {X, State} = normal_s(State0),
    {Mean + math:sqrt(Variance) * X, State}.
