%% Counts words with a dict, a map and an ets-free fold, and prints the most frequent first.
-module(prog_word_count).
-export([main/0]).

text() ->
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, "
    "it was the epoch of belief, it was the epoch of incredulity".

main() ->
    Words = string:lexemes(string:lowercase(text()), " ,.\n"),
    ByDict = lists:foldl(fun(W, D) -> dict:update_counter(W, 1, D) end, dict:new(), Words),
    ByMap = lists:foldl(fun(W, M) -> maps:update_with(W, fun(N) -> N + 1 end, 1, M) end, #{}, Words),
    true = lists:sort(dict:to_list(ByDict)) =:= lists:sort(maps:to_list(ByMap)),
    Sorted = lists:sort(fun({A, N}, {B, M}) -> {M, A} =< {N, B} end, dict:to_list(ByDict)),
    [io:format("~-14s~3w ~s~n", [W, N, lists:duplicate(N, $*)]) || {W, N} <- Sorted],
    Lengths = lists:foldl(fun(W, T) -> gb_trees:enter(length(W), ordsets:add_element(W, found(length(W), T)), T) end,
                          gb_trees:empty(), Words),
    io:format("~p~n", [gb_trees:to_list(Lengths)]),
    {dict:size(ByDict), length(Words), lists:last(Sorted)}.

found(Key, Tree) ->
    case gb_trees:lookup(Key, Tree) of
        {value, Set} -> Set;
        none -> ordsets:new()
    end.
