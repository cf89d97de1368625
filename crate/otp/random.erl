%% The old generator of random numbers (Wichmann and Hill), which `rand` has replaced; its seed is in the process dictionary.
-module(random).
-export([seed/0, seed/1, seed/3, seed0/0, uniform/0, uniform/1, uniform_s/1, uniform_s/2]).

-define(FIRST, 30269).
-define(SECOND, 30307).
-define(THIRD, 30323).

seed0() -> {3172, 9814, 20125}.

seed() ->
    case put(random_seed, seed0()) of
        undefined -> seed0();
        Old -> Old
    end.

seed({A, B, C}) -> seed(A, B, C);
seed(Seed) when is_integer(Seed) -> seed((Seed bsr 16) band 16#FFFFFFF, Seed band 16#FFFFFFF, Seed bsr 36).

seed(A, B, C) ->
    put(random_seed, {abs(A) rem (?FIRST - 1) + 1, abs(B) rem (?SECOND - 1) + 1, abs(C) rem (?THIRD - 1) + 1}).

uniform() ->
    {Value, Seed} = uniform_s(current()),
    put(random_seed, Seed),
    Value.

uniform(N) when is_integer(N), N >= 1 -> trunc(uniform() * N) + 1.

current() ->
    case get(random_seed) of
        undefined -> seed0();
        Seed -> Seed
    end.

uniform_s({A0, B0, C0}) ->
    A = A0 * 171 rem ?FIRST,
    B = B0 * 172 rem ?SECOND,
    C = C0 * 170 rem ?THIRD,
    Sum = A / ?FIRST + B / ?SECOND + C / ?THIRD,
    {Sum - trunc(Sum), {A, B, C}}.

uniform_s(N, Seed) when is_integer(N), N >= 1 ->
    {Value, Next} = uniform_s(Seed),
    {trunc(Value * N) + 1, Next}.
