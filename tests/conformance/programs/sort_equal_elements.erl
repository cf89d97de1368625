%% The order of elements that are == but not the same, in lists and ordsets; each line is a digest of many results.
-module(sort_equal_elements).
-export([main/0]).

main() ->
    put(state, 1),
    Runs = [results(Size) || Size <- [1, 2, 3, 3, 4, 4, 5, 6, 7, 9, 12, 15, 20, 30, 60, 150], _ <- lists:seq(1, 12)],
    [io:format("~s ~w~n", [Name, erlang:phash2([proplists:get_value(Name, Run) || Run <- Runs])]) || {Name, _} <- hd(Runs)],
    {lists:sort([3, 1.0, a, "x", b, 1]), lists:sort([2.0, 1, 2, 1.0]), lists:sort([3, 3, 1.0, 4, 4.0, 2])}.

random(Below) ->
    State = (get(state) * 1103515245 + 12345) band 16#7fffffff,
    put(state, State),
    (State bsr 8) rem Below.

number(Below) ->
    Number = random(Below),
    case random(2) of
        0 -> Number;
        1 -> float(Number)
    end.

numbers(Count, Below) -> [number(Below) || _ <- lists:seq(1, Count)].

results(Size) ->
    Below = lists:nth(random(4) + 1, [2, 3, 8, 30]),
    L = numbers(Size, Below),
    [A, B, C] = [lists:sort(numbers(Count, Below)) || Count <- [Size, random(Size + 1), random(Size + 1)]],
    [UA, UB, UC] = [lists:usort(Sorted) || Sorted <- [A, B, C]],
    [RA, RB, RC, RUA, RUB, RUC] = [lists:reverse(Sorted) || Sorted <- [A, B, C, UA, UB, UC]],
    T = lists:zip(L, lists:seq(1, Size)),
    [TA, TB] = [[{X, number(3)} || X <- Sorted] || Sorted <- [A, B]],
    Up = fun(X, Y) -> X =< Y end,
    Down = fun(X, Y) -> X >= Y end,
    [
        {"sort/1", lists:sort(L)},
        {"sort/1 of tuples", lists:sort([{X} || X <- L])},
        {"usort/1", lists:usort(L)},
        {"sort/2 up", lists:sort(Up, L)},
        {"sort/2 down", lists:sort(Down, L)},
        {"usort/2 up", lists:usort(Up, L)},
        {"usort/2 down", lists:usort(Down, L)},
        {"keysort", lists:keysort(1, T)},
        {"ukeysort", lists:ukeysort(1, T)},
        {"merge", lists:merge(A, B)},
        {"merge/3", lists:merge(Up, A, B)},
        {"merge3", lists:merge3(A, B, C)},
        {"merge/1", lists:merge([A, B, C])},
        {"umerge", lists:umerge(UA, UB)},
        {"umerge/3", lists:umerge(Up, UA, UB)},
        {"umerge3", lists:umerge3(UA, UB, UC)},
        {"umerge/1", lists:umerge([UA, UB, UC])},
        {"rmerge", lists:rmerge(RA, RB)},
        {"rmerge3", lists:rmerge3(RA, RB, RC)},
        {"rumerge", lists:rumerge(RUA, RUB)},
        {"rumerge3", lists:rumerge3(RUA, RUB, RUC)},
        {"keymerge", lists:keymerge(1, TA, TB)},
        {"ukeymerge", lists:ukeymerge(1, lists:ukeysort(1, TA), lists:ukeysort(1, TB))},
        {"rkeymerge", lists:rkeymerge(1, lists:reverse(TA), lists:reverse(TB))},
        {"ordsets:from_list", ordsets:from_list(L)},
        {"ordsets:union", ordsets:union(UA, UB)},
        {"ordsets:union/1", ordsets:union([UA, UB, UC])},
        {"ordsets:intersection", ordsets:intersection(UA, UB)},
        {"ordsets:subtract", ordsets:subtract(UA, UB)},
        {"orddict:from_list", orddict:from_list(T)}
    ].
