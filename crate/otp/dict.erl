%% Dictionaries as hash tables. A bucket is a list of [Key | Value]; hash_buckets.erl says how buckets come and go.
-module(dict).
-compile({no_auto_import, [size/1]}).
-export([new/0, is_key/2, to_list/1, from_list/1, size/1, is_empty/1, fetch/2, find/2, fetch_keys/1, erase/2, take/2,
         store/3, append/3, append_list/3, update/3, update/4, update_counter/3, fold/3, map/2, filter/2, merge/3]).

-record(dict, {size, n, most, buddy, grow, shrink, empty, segments}).

-define(PAIR(Key, Value), [Key | Value]).

new() -> hash_buckets:new(dict).

checked(#dict{} = Dict) -> Dict;
checked(Other) -> erlang:error({badrecord, Other}).

size(#dict{size = Size}) -> Size.

is_empty(#dict{size = Size}) -> Size =:= 0.

%% --- one key

bucket(Key, Dict) -> hash_buckets:get(hash_buckets:slot(Key, checked(Dict)), Dict).

value(Key, [?PAIR(Key, Value) | _]) -> {ok, Value};
value(Key, [_ | Pairs]) -> value(Key, Pairs);
value(_, []) -> error.

is_key(Key, Dict) -> value(Key, bucket(Key, Dict)) =/= error.

find(Key, Dict) -> value(Key, bucket(Key, Dict)).

fetch(Key, Dict) ->
    case value(Key, bucket(Key, Dict)) of
        {ok, Value} -> Value;
        error -> erlang:error(badarg, [Key, Dict])
    end.

erase(Key, Dict) ->
    case take(Key, Dict) of
        {_, Rest} -> Rest;
        error -> Dict
    end.

take(Key, Dict) ->
    Slot = hash_buckets:slot(Key, checked(Dict)),
    Bucket = hash_buckets:get(Slot, Dict),
    case value(Key, Bucket) of
        {ok, Value} -> {Value, hash_buckets:shrink(1, hash_buckets:put(Slot, without(Key, Bucket), Dict))};
        error -> error
    end.

without(Key, [?PAIR(Key, _) | Pairs]) -> Pairs;
without(Key, [Pair | Pairs]) -> [Pair | without(Key, Pairs)].

store(Key, Value, Dict) -> change(Key, fun(_) -> Value end, fun() -> Value end, Dict).

append(Key, Value, Dict) -> append_list(Key, [Value], Dict).

append_list(Key, Values, Dict) -> change(Key, fun(Old) -> Old ++ Values end, fun() -> Values end, Dict).

update(Key, Fun, Dict) ->
    case is_key(Key, Dict) of
        true -> change(Key, Fun, fun() -> no_value end, Dict);
        false -> erlang:error(badarg, [Key, Fun, Dict])
    end.

update(Key, Fun, Init, Dict) -> change(Key, Fun, fun() -> Init end, Dict).

update_counter(Key, By, Dict) when is_number(By) -> change(Key, fun(Old) -> Old + By end, fun() -> By end, Dict).

%% The value of Key becomes Fun(Value), or Init() if it has none.
change(Key, Fun, Init, Dict) ->
    Slot = hash_buckets:slot(Key, checked(Dict)),
    {More, Bucket} = change(Key, Fun, Init, hash_buckets:get(Slot, Dict), []),
    hash_buckets:grow(More, hash_buckets:put(Slot, Bucket, Dict)).

change(Key, Fun, _, [?PAIR(Key, Value) | Pairs], Before) ->
    {0, lists:reverse(Before, [?PAIR(Key, Fun(Value)) | Pairs])};
change(Key, Fun, Init, [Pair | Pairs], Before) -> change(Key, Fun, Init, Pairs, [Pair | Before]);
change(Key, _, Init, [], Before) -> {1, lists:reverse(Before, [?PAIR(Key, Init())])}.

%% --- all keys

to_list(Dict) -> fold(fun(Key, Value, Pairs) -> [{Key, Value} | Pairs] end, [], Dict).

from_list(Pairs) -> lists:foldl(fun({Key, Value}, Dict) -> store(Key, Value, Dict) end, new(), Pairs).

fetch_keys(Dict) -> fold(fun(Key, _, Keys) -> [Key | Keys] end, [], Dict).

fold(Fun, Acc, Dict) ->
    hash_buckets:fold(fun(Bucket, Acc1) -> fold_bucket(Fun, Acc1, Bucket) end, Acc, checked(Dict)).

fold_bucket(Fun, Acc, [?PAIR(Key, Value) | Pairs]) -> fold_bucket(Fun, Fun(Key, Value, Acc), Pairs);
fold_bucket(Fun, Acc, []) when is_function(Fun, 3) -> Acc.

map(Fun, Dict) -> hash_buckets:map(fun(Bucket) -> map_bucket(Fun, Bucket) end, checked(Dict)).

map_bucket(Fun, [?PAIR(Key, Value) | Pairs]) -> [?PAIR(Key, Fun(Key, Value)) | map_bucket(Fun, Pairs)];
map_bucket(Fun, []) when is_function(Fun, 2) -> [].

filter(Fun, Dict) ->
    Kept = hash_buckets:map(fun(Bucket) -> filter_bucket(Fun, Bucket, [], 0) end, checked(Dict)),
    Left = hash_buckets:fold(fun(Bucket, Sum) -> length(Bucket) + Sum end, 0, Kept),
    hash_buckets:shrink(Dict#dict.size - Left, Kept).

filter_bucket(Fun, [?PAIR(Key, Value) = Pair | Pairs], Kept, Dropped) ->
    case Fun(Key, Value) of
        true -> filter_bucket(Fun, Pairs, [Pair | Kept], Dropped);
        false -> filter_bucket(Fun, Pairs, Kept, Dropped + 1)
    end;
filter_bucket(Fun, [], Kept, _) when is_function(Fun, 2) -> lists:reverse(Kept).

%% The smaller one is put into the larger one.
merge(Fun, Dict1, Dict2) when Dict1#dict.size < Dict2#dict.size ->
    fold(fun(Key, V1, Dict) -> update(Key, fun(V2) -> Fun(Key, V1, V2) end, V1, Dict) end, Dict2, Dict1);
merge(Fun, Dict1, Dict2) ->
    fold(fun(Key, V2, Dict) -> update(Key, fun(V1) -> Fun(Key, V1, V2) end, V2, Dict) end, Dict1, Dict2).
