%% General balanced trees (Arne Andersson): {Size, Tree}, Tree is {Key, Value, Smaller, Bigger} or nil. Only what has become too
%% deep is balanced: an insertion whose depth exceeds 2 log2(Size) rebuilds the lowest subtree that is too deep for its own size.
-module(gb_trees).
-compile({no_auto_import, [size/1]}).
-export([empty/0, is_empty/1, size/1, lookup/2, is_defined/2, get/2, update/3, insert/3, enter/3, delete/2,
         delete_any/2, take/2, take_any/2, balance/1, from_orddict/1, keys/1, values/1, to_list/1, smallest/1,
         largest/1, take_smallest/1, take_largest/1, iterator/1, iterator_from/2, next/1, map/2]).

empty() -> {0, nil}.

is_empty({0, nil}) -> true;
is_empty(_) -> false.

size({Size, _}) when is_integer(Size), Size >= 0 -> Size.

%% --- one key

lookup(Key, {_, Tree}) -> lookup_1(Key, Tree).

lookup_1(Key, {K, _, Smaller, _}) when Key < K -> lookup_1(Key, Smaller);
lookup_1(Key, {K, _, _, Bigger}) when Key > K -> lookup_1(Key, Bigger);
lookup_1(_, {_, Value, _, _}) -> {value, Value};
lookup_1(_, nil) -> none.

is_defined(Key, {_, Tree}) -> lookup_1(Key, Tree) =/= none.

get(Key, {_, Tree}) -> get_1(Key, Tree).

get_1(Key, {K, _, Smaller, _}) when Key < K -> get_1(Key, Smaller);
get_1(Key, {K, _, _, Bigger}) when Key > K -> get_1(Key, Bigger);
get_1(_, {_, Value, _, _}) -> Value.

update(Key, Value, {Size, Tree}) -> {Size, update_1(Key, Value, Tree)}.

update_1(Key, Value, {K, V, Smaller, Bigger}) when Key < K -> {K, V, update_1(Key, Value, Smaller), Bigger};
update_1(Key, Value, {K, V, Smaller, Bigger}) when Key > K -> {K, V, Smaller, update_1(Key, Value, Bigger)};
update_1(Key, Value, {_, _, Smaller, Bigger}) -> {Key, Value, Smaller, Bigger}.

enter(Key, Value, Tree) ->
    case is_defined(Key, Tree) of
        true -> update(Key, Value, Tree);
        false -> insert(Key, Value, Tree)
    end.

insert(Key, Value, {Size, Tree}) when is_integer(Size) ->
    More = Size + 1,
    {More, insert_1(Key, Value, Tree, More * More)}.

%% The tree with the key, or {Tree, 2^Height, Size} on the way up from where it became too deep. Limit, halved on each level, is 0
%% below the depth that is allowed.
insert_1(Key, Value, {K, V, Smaller, Bigger}, Limit) when Key < K ->
    case insert_1(Key, Value, Smaller, Limit div 2) of
        {Tree, Height, Size} -> rise({K, V, Tree, Bigger}, Height, Size, Bigger);
        Tree -> {K, V, Tree, Bigger}
    end;
insert_1(Key, Value, {K, V, Smaller, Bigger}, Limit) when Key > K ->
    case insert_1(Key, Value, Bigger, Limit div 2) of
        {Tree, Height, Size} -> rise({K, V, Smaller, Tree}, Height, Size, Smaller);
        Tree -> {K, V, Smaller, Tree}
    end;
insert_1(Key, Value, nil, 0) -> {{Key, Value, nil, nil}, 1, 1};
insert_1(Key, Value, nil, _) -> {Key, Value, nil, nil};
insert_1(Key, _, _, _) -> erlang:error({key_exists, Key}).

rise(Tree, Height1, Size1, Other) ->
    {Height2, Size2} = measure(Other),
    Height = 2 * max(Height1, Height2),
    Size = Size1 + Size2 + 1,
    case Height > Size * Size of
        true -> balanced(Tree, Size);
        false -> {Tree, Height, Size}
    end.

measure({_, _, nil, nil}) -> {2, 1};
measure({_, _, Smaller, Bigger}) ->
    {Height1, Size1} = measure(Smaller),
    {Height2, Size2} = measure(Bigger),
    {2 * max(Height1, Height2), Size1 + Size2 + 1};
measure(nil) -> {1, 0}.

delete_any(Key, Tree) ->
    case is_defined(Key, Tree) of
        true -> delete(Key, Tree);
        false -> Tree
    end.

delete(Key, {Size, Tree}) when is_integer(Size), Size >= 0 -> {Size - 1, delete_1(Key, Tree)}.

delete_1(Key, {K, V, Smaller, Bigger}) when Key < K -> {K, V, delete_1(Key, Smaller), Bigger};
delete_1(Key, {K, V, Smaller, Bigger}) when Key > K -> {K, V, Smaller, delete_1(Key, Bigger)};
delete_1(_, {_, _, Smaller, Bigger}) -> joined(Smaller, Bigger).

joined(Smaller, nil) -> Smaller;
joined(nil, Bigger) -> Bigger;
joined(Smaller, Bigger) ->
    {Key, Value, Rest} = take_smallest1(Bigger),
    {Key, Value, Smaller, Rest}.

take_any(Key, Tree) ->
    case is_defined(Key, Tree) of
        true -> take(Key, Tree);
        false -> error
    end.

take(Key, {Size, Tree}) when is_integer(Size), Size >= 0 ->
    {Value, Rest} = take_1(Key, Tree),
    {Value, {Size - 1, Rest}}.

take_1(Key, {K, V, Smaller, Bigger}) when Key < K ->
    {Value, Rest} = take_1(Key, Smaller),
    {Value, {K, V, Rest, Bigger}};
take_1(Key, {K, V, Smaller, Bigger}) when Key > K ->
    {Value, Rest} = take_1(Key, Bigger),
    {Value, {K, V, Smaller, Rest}};
take_1(_, {_, Value, Smaller, Bigger}) -> {Value, joined(Smaller, Bigger)}.

%% --- the ends

smallest({_, Tree}) -> smallest_1(Tree).

smallest_1({Key, Value, nil, _}) -> {Key, Value};
smallest_1({_, _, Smaller, _}) -> smallest_1(Smaller).

largest({_, Tree}) -> largest_1(Tree).

largest_1({Key, Value, _, nil}) -> {Key, Value};
largest_1({_, _, _, Bigger}) -> largest_1(Bigger).

take_smallest({Size, Tree}) when is_integer(Size), Size >= 0 ->
    {Key, Value, Rest} = take_smallest1(Tree),
    {Key, Value, {Size - 1, Rest}}.

take_smallest1({Key, Value, nil, Bigger}) -> {Key, Value, Bigger};
take_smallest1({K, V, Smaller, Bigger}) ->
    {Key, Value, Rest} = take_smallest1(Smaller),
    {Key, Value, {K, V, Rest, Bigger}}.

take_largest({Size, Tree}) when is_integer(Size), Size >= 0 ->
    {Key, Value, Rest} = take_largest1(Tree),
    {Key, Value, {Size - 1, Rest}}.

take_largest1({Key, Value, Smaller, nil}) -> {Key, Value, Smaller};
take_largest1({K, V, Smaller, Bigger}) ->
    {Key, Value, Rest} = take_largest1(Bigger),
    {Key, Value, {K, V, Smaller, Rest}}.

%% --- whole trees

balance({Size, Tree}) -> {Size, balanced(Tree, Size)}.

balanced(Tree, Size) -> balance_list(pairs(Tree, []), Size).

from_orddict(Pairs) ->
    Size = length(Pairs),
    {Size, balance_list(Pairs, Size)}.

balance_list(Pairs, Size) ->
    {Tree, []} = balance_list_1(Pairs, Size),
    Tree.

%% A balanced tree of the first Size pairs, and the other pairs.
balance_list_1(Pairs, Size) when Size > 1 ->
    Bigger = (Size - 1) div 2,
    {Tree1, [{Key, Value} | Rest]} = balance_list_1(Pairs, Size - 1 - Bigger),
    {Tree2, Last} = balance_list_1(Rest, Bigger),
    {{Key, Value, Tree1, Tree2}, Last};
balance_list_1([{Key, Value} | Rest], 1) -> {{Key, Value, nil, nil}, Rest};
balance_list_1(Rest, 0) -> {nil, Rest}.

to_list({_, Tree}) -> pairs(Tree, []).

keys({_, Tree}) -> [Key || {Key, _} <- pairs(Tree, [])].

values({_, Tree}) -> [Value || {_, Value} <- pairs(Tree, [])].

pairs({Key, Value, Smaller, Bigger}, After) -> pairs(Smaller, [{Key, Value} | pairs(Bigger, After)]);
pairs(nil, After) -> After.

map(Fun, {Size, Tree}) when is_function(Fun, 2) -> {Size, map_1(Fun, Tree)}.

map_1(Fun, {Key, Value, Smaller, Bigger}) -> {Key, Fun(Key, Value), map_1(Fun, Smaller), map_1(Fun, Bigger)};
map_1(_, nil) -> nil.

%% --- iterators: the subtrees that are still to be gone through, each from its root on; the next one first

iterator({_, Tree}) -> left_edge(Tree, []).

left_edge({_, _, Smaller, _} = Tree, Above) -> left_edge(Smaller, [Tree | Above]);
left_edge(nil, Above) -> Above.

iterator_from(Key, {_, Tree}) -> edge_from(Key, Tree, []).

edge_from(Key, {K, _, _, Bigger}, Above) when K < Key -> edge_from(Key, Bigger, Above);
edge_from(Key, {K, _, _, _} = Tree, Above) when K == Key -> [Tree | Above];
edge_from(Key, {_, _, Smaller, _} = Tree, Above) -> edge_from(Key, Smaller, [Tree | Above]);
edge_from(_, nil, Above) -> Above.

next([{Key, Value, _, Bigger} | Above]) -> {Key, Value, left_edge(Bigger, Above)};
next([]) -> none.
