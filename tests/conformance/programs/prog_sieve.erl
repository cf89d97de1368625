%% Primes three ways: with an array, with gb_sets and with a chain of processes.
-module(prog_sieve).
-export([main/0, filter/2]).

main() ->
    Limit = 200,
    A = by_array(Limit),
    B = by_set(Limit),
    C = by_processes(25),
    io:format("~w~n", [A]),
    true = A =:= B,
    io:format("~w~n", [C]),
    Twins = [{P, Q} || {P, Q} <- lists:zip(lists:droplast(A), tl(A)), Q - P =:= 2],
    io:format("~p~n", [Twins]),
    {length(A), lists:last(A), length(Twins)}.

by_array(Limit) ->
    Empty = array:new(Limit + 1, {default, true}),
    Sieve = cross(2, Limit, array:set(0, false, array:set(1, false, Empty))),
    [I || {I, true} <- array:to_orddict(Sieve)].

cross(P, Limit, Sieve) when P * P > Limit -> Sieve;
cross(P, Limit, Sieve) ->
    case array:get(P, Sieve) of
        true ->
            Crossed = lists:foldl(fun(I, S) -> array:set(I, false, S) end, Sieve, lists:seq(P * P, Limit, P)),
            cross(P + 1, Limit, Crossed);
        false -> cross(P + 1, Limit, Sieve)
    end.

by_set(Limit) -> by_set(gb_sets:from_list(lists:seq(2, Limit)), Limit, []).

by_set(Set, Limit, Primes) ->
    case gb_sets:is_empty(Set) of
        true -> lists:reverse(Primes);
        false ->
            {P, Rest} = gb_sets:take_smallest(Set),
            Multiples = gb_sets:from_ordset(lists:seq(2 * P, Limit, P)),
            by_set(gb_sets:subtract(Rest, Multiples), Limit, [P | Primes])
    end.

by_processes(Count) ->
    Me = self(),
    First = spawn(fun() -> receive {number, P} -> Me ! {prime, P}, filter(P, Me) end end),
    Source = spawn(fun() -> numbers(2, First) end),
    Primes = [receive {prime, P} -> P end || _ <- lists:seq(1, Count)],
    exit(Source, kill),
    Primes.

numbers(N, First) ->
    First ! {number, N},
    N rem 10 =:= 0 andalso timer:sleep(1),
    numbers(N + 1, First).

filter(P, Main) ->
    Next = spawn(fun() -> receive {number, Q} -> Main ! {prime, Q}, filter(Q, Main) end end),
    sift(P, Next).

sift(P, Next) ->
    receive
        {number, N} when N rem P =:= 0 -> sift(P, Next);
        {number, N} -> Next ! {number, N}, sift(P, Next)
    end.
