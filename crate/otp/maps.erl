%% Maps. What looks into a map or builds one at once is in crate/src/builtin/maps.rs; here is what calls back.
-module(maps).
-export([new/0, get/3, size/1, update_with/3, update_with/4, with/2, without/2, map/2, filter/2, filtermap/2, fold/3,
         foreach/2, merge_with/3, intersect/2, intersect_with/3, groups_from_list/2, groups_from_list/3,
         iterator/1, next/1, to_list/1]).

%% What is wrong with which argument is found out when the error is shown.
-define(EXPLAINED, [{error_info, #{module => erl_stdlib_errors}}]).
-define(PAIRS(MapOrIterator, Arguments),
        case pairs(MapOrIterator) of
            error -> erlang:error({badmap, MapOrIterator}, Arguments, ?EXPLAINED);
            All -> All
        end).

new() -> #{}.

size(Map) when is_map(Map) -> map_size(Map);
size(Map) -> erlang:error({badmap, Map}, [Map], ?EXPLAINED).

get(Key, Map, Default) when is_map(Map) ->
    case Map of
        #{Key := Value} -> Value;
        #{} -> Default
    end;
get(Key, Map, Default) ->
    erlang:error({badmap, Map}, [Key, Map, Default], ?EXPLAINED).

update_with(Key, Fun, Map) when is_function(Fun, 1), is_map(Map) ->
    case Map of
        #{Key := Value} -> Map#{Key := Fun(Value)};
        #{} -> erlang:error({badkey, Key}, [Key, Fun, Map], ?EXPLAINED)
    end;
update_with(Key, Fun, Map) ->
    erlang:error(unfit(Map), [Key, Fun, Map], ?EXPLAINED).

update_with(Key, Fun, Init, Map) when is_function(Fun, 1), is_map(Map) ->
    case Map of
        #{Key := Value} -> Map#{Key := Fun(Value)};
        #{} -> Map#{Key => Init}
    end;
update_with(Key, Fun, Init, Map) ->
    erlang:error(unfit(Map), [Key, Fun, Init, Map], ?EXPLAINED).

with(Keys, Map) when is_list(Keys), is_map(Map) ->
    maps:from_list([{Key, map_get(Key, Map)} || Key <- Keys, is_map_key(Key, Map)]);
with(Keys, Map) ->
    erlang:error(unfit(Map), [Keys, Map], ?EXPLAINED).

without(Keys, Map) when is_list(Keys), is_map(Map) ->
    lists:foldl(fun maps:remove/2, Map, Keys);
without(Keys, Map) ->
    erlang:error(unfit(Map), [Keys, Map], ?EXPLAINED).

%% --- all pairs; each function takes a map or an iterator

map(Fun, MapOrIterator) when is_function(Fun, 2) ->
    Pairs = ?PAIRS(MapOrIterator, [Fun, MapOrIterator]),
    maps:from_list(map_1(Fun, Pairs));
map(Fun, MapOrIterator) ->
    erlang:error(badarg, [Fun, MapOrIterator], ?EXPLAINED).

%% The helpers that stack traces show have OTP's names.
map_1(Fun, [{Key, Value} | Pairs]) -> [{Key, Fun(Key, Value)} | map_1(Fun, Pairs)];
map_1(_, []) -> [].

filter(Fun, MapOrIterator) when is_function(Fun, 2) ->
    Pairs = ?PAIRS(MapOrIterator, [Fun, MapOrIterator]),
    maps:from_list(filter_1(Fun, Pairs));
filter(Fun, MapOrIterator) ->
    erlang:error(badarg, [Fun, MapOrIterator], ?EXPLAINED).

filter_1(Fun, [{Key, Value} = Pair | Pairs]) ->
    case Fun(Key, Value) of
        true -> [Pair | filter_1(Fun, Pairs)];
        false -> filter_1(Fun, Pairs)
    end;
filter_1(_, []) ->
    [].

filtermap(Fun, MapOrIterator) when is_function(Fun, 2) ->
    Pairs = ?PAIRS(MapOrIterator, [Fun, MapOrIterator]),
    maps:from_list(filtermap_1(Fun, Pairs));
filtermap(Fun, MapOrIterator) ->
    erlang:error(badarg, [Fun, MapOrIterator], ?EXPLAINED).

filtermap_1(Fun, [{Key, Value} = Pair | Pairs]) ->
    case Fun(Key, Value) of
        {true, New} -> [{Key, New} | filtermap_1(Fun, Pairs)];
        true -> [Pair | filtermap_1(Fun, Pairs)];
        false -> filtermap_1(Fun, Pairs)
    end;
filtermap_1(_, []) ->
    [].

fold(Fun, Init, MapOrIterator) when is_function(Fun, 3) ->
    fold_1(Fun, Init, ?PAIRS(MapOrIterator, [Fun, Init, MapOrIterator]));
fold(Fun, Init, MapOrIterator) ->
    erlang:error(badarg, [Fun, Init, MapOrIterator], ?EXPLAINED).

fold_1(Fun, Acc, [{Key, Value} | Pairs]) -> fold_1(Fun, Fun(Key, Value, Acc), Pairs);
fold_1(_, Acc, []) -> Acc.

foreach(Fun, MapOrIterator) when is_function(Fun, 2) ->
    foreach_1(Fun, ?PAIRS(MapOrIterator, [Fun, MapOrIterator]));
foreach(Fun, MapOrIterator) ->
    erlang:error(badarg, [Fun, MapOrIterator], ?EXPLAINED).

foreach_1(Fun, [{Key, Value} | Pairs]) ->
    Fun(Key, Value),
    foreach_1(Fun, Pairs);
foreach_1(_, []) ->
    ok.

%% The pairs of a map or of an iterator, in the order of iteration; error for anything else.
pairs(Map) when is_map(Map) -> console:map_pairs(Map);
pairs(Iterator) ->
    try collect(next(Iterator)) catch error:_ -> error end.

collect({Key, Value, Iterator}) -> [{Key, Value} | collect(next(Iterator))];
collect(none) -> [].

%% --- two maps

merge_with(Fun, Map1, Map2) when is_map(Map1), is_map(Map2), is_function(Fun, 3) ->
    merge_with_1(maps:to_list(Map2), Map1, Fun, Map2);
merge_with(Fun, Map1, Map2) ->
    erlang:error(unfit_three(Fun, Map1, Map2), [Fun, Map1, Map2], ?EXPLAINED).

merge_with_1([{Key, Value2} | Pairs], Map, Fun, Map2) ->
    case Map of
        #{Key := Value1} -> merge_with_1(Pairs, Map#{Key := Fun(Key, Value1, Value2)}, Fun, Map2);
        #{} -> merge_with_1(Pairs, Map#{Key => Value2}, Fun, Map2)
    end;
merge_with_1([], Map, _, _) ->
    Map.

intersect(Map1, Map2) when is_map(Map1), is_map(Map2) ->
    maps:from_list([Pair || {Key, _} = Pair <- maps:to_list(Map2), is_map_key(Key, Map1)]);
intersect(Map1, Map2) ->
    erlang:error(unfit_two(Map1, Map2), [Map1, Map2], ?EXPLAINED).

intersect_with(Fun, Map1, Map2) when is_map(Map1), is_map(Map2), is_function(Fun, 3) ->
    maps:from_list([{Key, Fun(Key, map_get(Key, Map1), Value)}
                    || {Key, Value} <- maps:to_list(Map2), is_map_key(Key, Map1)]);
intersect_with(Fun, Map1, Map2) ->
    erlang:error(unfit_three(Fun, Map1, Map2), [Fun, Map1, Map2], ?EXPLAINED).

%% --- lists

groups_from_list(KeyFun, List) when is_function(KeyFun, 1), is_list(List) ->
    groups_from_list_1(KeyFun, lists:reverse(List), #{});
groups_from_list(KeyFun, List) ->
    erlang:error(badarg, [KeyFun, List], ?EXPLAINED).

groups_from_list(KeyFun, ValueFun, List) when is_function(KeyFun, 1), is_function(ValueFun, 1), is_list(List) ->
    groups_from_list_2(KeyFun, ValueFun, lists:reverse(List), #{});
groups_from_list(KeyFun, ValueFun, List) ->
    erlang:error(badarg, [KeyFun, ValueFun, List], ?EXPLAINED).

groups_from_list_1(KeyFun, [Item | Items], Groups) ->
    Key = KeyFun(Item),
    groups_from_list_1(KeyFun, Items, Groups#{Key => [Item | maps:get(Key, Groups, [])]});
groups_from_list_1(_, [], Groups) ->
    Groups.

groups_from_list_2(KeyFun, ValueFun, [Item | Items], Groups) ->
    Key = KeyFun(Item),
    Value = ValueFun(Item),
    groups_from_list_2(KeyFun, ValueFun, Items, Groups#{Key => [Value | maps:get(Key, Groups, [])]});
groups_from_list_2(_, _, [], Groups) ->
    Groups.

to_list(Map) when is_map(Map) -> console:map_to_list(Map);
to_list(Map) -> erlang:error({badmap, Map}, [Map], ?EXPLAINED).

%% --- iterators: the map, then what is left of its pairs

iterator(Map) when is_map(Map) -> [0 | Map];
iterator(Map) -> erlang:error({badmap, Map}, [Map], ?EXPLAINED).

next({_, _, _} = Next) -> Next;
next(none) -> none;
next([0 | Map]) when is_map(Map) -> next_pair(console:map_pairs(Map));
next([1, {Key, Value}]) -> {Key, Value, none};
next([1, {Key, Value} | Pairs]) -> {Key, Value, [1 | Pairs]};
next(Iterator) -> erlang:error(badarg, [Iterator], ?EXPLAINED).

%% Of a small map all is there at once.
next_pair(Pairs) when length(Pairs) =< 32 ->
    lists:foldr(fun({Key, Value}, Next) -> {Key, Value, Next} end, none, Pairs);
next_pair([{Key, Value} | Pairs]) ->
    {Key, Value, [1 | Pairs]}.

%% --- what is wrong with the arguments

unfit(Map) when is_map(Map) -> badarg;
unfit(Map) -> {badmap, Map}.

unfit_two(Map1, _) when not is_map(Map1) -> {badmap, Map1};
unfit_two(_, Map2) -> unfit(Map2).

%% A wrong fun is blamed first.
unfit_three(Fun, Map1, Map2) when is_function(Fun, 3) -> unfit_two(Map1, Map2);
unfit_three(_, _, _) -> badarg.
