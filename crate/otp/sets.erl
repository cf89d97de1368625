%% Sets: of version 1, hash tables whose buckets are lists of elements (hash_buckets.erl); of version 2, maps with the elements as
%% keys. A function of two sets answers in the version of the one it started from.
-module(sets).
-compile({no_auto_import, [size/1]}).
-export([new/0, new/1, is_set/1, size/1, is_empty/1, to_list/1, from_list/1, from_list/2, is_element/2, add_element/2,
         del_element/2, union/1, union/2, intersection/1, intersection/2, is_disjoint/2, subtract/2, is_subset/2,
         fold/3, filter/2]).

-record(set, {size, n, most, buddy, grow, shrink, empty, segments}).

new() -> hash_buckets:new(set).

new(Options) ->
    case proplists:get_value(version, Options, 1) of
        1 -> new();
        2 -> #{}
    end.

from_list(Elements) -> lists:foldl(fun add_element/2, new(), Elements).

from_list(Elements, Options) ->
    case proplists:get_value(version, Options, 1) of
        1 -> from_list(Elements);
        2 -> maps:from_keys(Elements, [])
    end.

is_set(#set{}) -> true;
is_set(Other) -> is_map(Other).

size(#set{size = Size}) -> Size;
size(Set) when is_map(Set) -> map_size(Set).

is_empty(#set{size = Size}) -> Size =:= 0;
is_empty(Set) when is_map(Set) -> map_size(Set) =:= 0.

to_list(#set{} = Set) -> fold(fun(Element, List) -> [Element | List] end, [], Set);
to_list(Set) when is_map(Set) -> maps:keys(Set).

%% --- one element

is_element(Element, #set{} = Set) ->
    lists:member(Element, hash_buckets:get(hash_buckets:slot(Element, Set), Set));
is_element(Element, Set) when is_map(Set) -> is_map_key(Element, Set).

add_element(Element, #set{} = Set) ->
    Slot = hash_buckets:slot(Element, Set),
    Bucket = hash_buckets:get(Slot, Set),
    case lists:member(Element, Bucket) of
        true -> Set;
        false -> hash_buckets:grow(1, hash_buckets:put(Slot, [Element | Bucket], Set))
    end;
add_element(Element, Set) when is_map(Set) -> Set#{Element => []}.

del_element(Element, #set{} = Set) ->
    Slot = hash_buckets:slot(Element, Set),
    Bucket = hash_buckets:get(Slot, Set),
    case lists:member(Element, Bucket) of
        true -> hash_buckets:shrink(1, hash_buckets:put(Slot, lists:delete(Element, Bucket), Set));
        false -> Set
    end;
del_element(Element, Set) when is_map(Set) -> maps:remove(Element, Set).

%% --- several sets: the smaller one is gone through

union([Set]) -> Set;
union([Set1, Set2 | Sets]) -> union([union(Set1, Set2) | Sets]);
union([]) -> new().

union(Set1, Set2) when is_map(Set1), is_map(Set2) -> maps:merge(Set1, Set2);
union(Set1, Set2) ->
    case size(Set1) < size(Set2) of
        true -> fold(fun add_element/2, Set2, Set1);
        false -> fold(fun add_element/2, Set1, Set2)
    end.

intersection([Set]) -> Set;
intersection([Set1, Set2 | Sets]) -> intersection([intersection(Set1, Set2) | Sets]).

intersection(Set1, Set2) ->
    case size(Set1) < size(Set2) of
        true -> filter(fun(Element) -> is_element(Element, Set2) end, Set1);
        false -> filter(fun(Element) -> is_element(Element, Set1) end, Set2)
    end.

is_disjoint(Set1, Set2) ->
    case size(Set1) < size(Set2) of
        true -> is_empty(intersection(Set1, Set2));
        false -> is_empty(intersection(Set2, Set1))
    end.

subtract(Set1, Set2) -> filter(fun(Element) -> not is_element(Element, Set2) end, Set1).

is_subset(Set1, Set2) -> fold(fun(Element, All) -> All andalso is_element(Element, Set2) end, true, Set1).

%% --- all elements

fold(Fun, Acc, #set{} = Set) when is_function(Fun, 2) ->
    hash_buckets:fold(fun(Bucket, Acc1) -> lists:foldl(Fun, Acc1, Bucket) end, Acc, Set);
fold(Fun, Acc, Set) when is_function(Fun, 2), is_map(Set) ->
    maps:fold(fun(Element, _, Acc1) -> Fun(Element, Acc1) end, Acc, Set).

filter(Fun, #set{} = Set) when is_function(Fun, 1) ->
    Kept = hash_buckets:map(fun(Bucket) -> kept(Fun, Bucket, []) end, Set),
    Left = hash_buckets:fold(fun(Bucket, Sum) -> length(Bucket) + Sum end, 0, Kept),
    hash_buckets:shrink(Set#set.size - Left, Kept);
filter(Fun, Set) when is_function(Fun, 1), is_map(Set) ->
    maps:from_keys(kept(Fun, maps:keys(Set), []), []).

kept(Fun, [Element | Rest], Kept) ->
    case Fun(Element) of
        true -> kept(Fun, Rest, [Element | Kept]);
        false -> kept(Fun, Rest, Kept)
    end;
kept(_, [], Kept) -> Kept.
