%% Hash tables that grow and shrink bucket by bucket (linear hashing, after Larson): what dict and sets have in common. Not in OTP.
%%
%% A table is {Tag, Size, N, Most, Buddy, Grow, Shrink, Empty, Segments}: N buckets are in use of the Most that the segments have
%% room for, bucket I was split off bucket I - Buddy, one bucket is added when Size exceeds Grow and one removed when Size falls
%% below Shrink. Programs print these tuples, so they are OTP's to the last element.
-module(hash_buckets).
-export([new/1, slot/2, get/2, put/3, grow/2, shrink/2, map/2, fold/3]).

-define(SEGMENT, 16).
-define(GROW, 5).
-define(SHRINK, 3).

new(Tag) ->
    Empty = erlang:make_tuple(?SEGMENT, []),
    {Tag, 0, ?SEGMENT, ?SEGMENT, ?SEGMENT div 2, ?SEGMENT * ?GROW, ?SEGMENT * ?SHRINK, Empty, {Empty}}.

%% The number of the bucket that Key belongs to.
slot(Key, {_, _, N, Most, Buddy, _, _, _, _}) -> slot(Key, N, Most, Buddy).

slot(Key, N, Most, Buddy) ->
    case erlang:phash(Key, Most) of
        Slot when Slot > N -> Slot - Buddy;
        Slot -> Slot
    end.

get(Slot, Table) -> bucket(Slot, element(9, Table)).

put(Slot, Bucket, Table) -> setelement(9, Table, with(Slot, Bucket, element(9, Table))).

bucket(Slot, Segments) -> element((Slot - 1) rem ?SEGMENT + 1, element((Slot - 1) div ?SEGMENT + 1, Segments)).

with(Slot, Bucket, Segments) ->
    Number = (Slot - 1) div ?SEGMENT + 1,
    setelement(Number, Segments, setelement((Slot - 1) rem ?SEGMENT + 1, element(Number, Segments), Bucket)).

%% By items have come; key/1 of an item is its key.
grow(By, {Tag, Size, N, Most, Buddy, Grow, _, Empty, Segments}) when Size + By > Grow ->
    New = N + 1,
    {Most1, Buddy1, Roomy} =
        case N of
            Most -> {2 * Most, 2 * Buddy, double(Segments, Empty)};
            _ -> {Most, Buddy, Segments}
        end,
    Old = New - Buddy1,
    {Moved, Kept} = lists:partition(fun(Item) -> slot(key(Tag, Item), New, Most1, Buddy1) =:= New end,
                                    bucket(Old, Roomy)),
    {Tag, Size + By, New, Most1, Buddy1, New * ?GROW, New * ?SHRINK, Empty, with(New, Moved, with(Old, Kept, Roomy))};
grow(By, Table) ->
    setelement(2, Table, element(2, Table) + By).

key(dict, [Key | _]) -> Key;
key(set, Element) -> Element.

double(Segments, Empty) ->
    list_to_tuple(tuple_to_list(Segments) ++ lists:duplicate(tuple_size(Segments), Empty)).

%% By items have gone.
shrink(By, {Tag, Size, N, Most, Buddy, _, Shrink, Empty, Segments}) when Size - By < Shrink, N > ?SEGMENT ->
    New = N - 1,
    Joined = with(N - Buddy, bucket(N - Buddy, Segments) ++ bucket(N, Segments), with(N, [], Segments)),
    {Most1, Buddy1, Tight} =
        case New of
            Buddy -> {Most div 2, Buddy div 2, halve(Joined)};
            _ -> {Most, Buddy, Joined}
        end,
    {Tag, Size - By, New, Most1, Buddy1, New * ?GROW, New * ?SHRINK, Empty, Tight};
shrink(By, Table) ->
    setelement(2, Table, element(2, Table) - By).

halve(Segments) -> list_to_tuple(lists:sublist(tuple_to_list(Segments), tuple_size(Segments) div 2)).

%% Fun of each bucket, from the first on.
map(Fun, Table) ->
    Segments = [list_to_tuple([Fun(Bucket) || Bucket <- tuple_to_list(Segment)])
                || Segment <- tuple_to_list(element(9, Table))],
    setelement(9, Table, list_to_tuple(Segments)).

%% Fun(Bucket, Acc), from the last bucket on.
fold(Fun, Acc, Table) ->
    lists:foldr(fun(Segment, Acc1) -> lists:foldr(Fun, Acc1, tuple_to_list(Segment)) end, Acc,
                tuple_to_list(element(9, Table))).
