%% Arrays as trees of degree 10: {array, Size, Most, Default, Tree}. A leaf is a tuple of 10 values; a node is a tuple of 10 trees
%% and the number of values that each of them has room for; a tree that nothing was put into is the number it has room for. Most is
%% what the tree has room for, or 0 if the array does not grow by itself.
-module(array).
-compile({no_auto_import, [size/1]}).
-export([new/0, new/1, new/2, is_array/1, size/1, default/1, is_fix/1, fix/1, relax/1, get/2, set/3, reset/2, resize/1,
         resize/2, to_list/1, sparse_to_list/1, from_list/1, from_list/2, to_orddict/1, sparse_to_orddict/1,
         from_orddict/1, from_orddict/2, map/2, sparse_map/2, foldl/3, foldr/3, sparse_foldl/3, sparse_foldr/3,
         sparse_size/1]).

-record(array, {size, most, default, tree}).

-define(DEGREE, 10).

%% --- making

new() -> new([]).

new(Options) -> with_options(Options, 0, false, undefined).

new(Size, Options) when is_integer(Size), Size >= 0 -> with_options(Options, Size, true, undefined);
new(_, _) -> erlang:error(badarg).

with_options([fixed | Options], Size, _, Default) -> with_options(Options, Size, true, Default);
with_options([{fixed, Fixed} | Options], Size, _, Default) when is_boolean(Fixed) ->
    with_options(Options, Size, Fixed, Default);
with_options([{default, Default} | Options], Size, Fixed, _) -> with_options(Options, Size, Fixed, Default);
with_options([{size, Size} | Options], _, _, Default) when is_integer(Size), Size >= 0 ->
    with_options(Options, Size, true, Default);
with_options([Size | Options], _, _, Default) when is_integer(Size), Size >= 0 ->
    with_options(Options, Size, true, Default);
with_options([], Size, Fixed, Default) ->
    Room = room_for(Size, ?DEGREE),
    #array{size = Size, most = case Fixed of true -> 0; false -> Room end, default = Default, tree = Room};
with_options(Option, Size, Fixed, Default) when not is_list(Option) ->
    with_options([Option], Size, Fixed, Default);
with_options(_, _, _, _) ->
    erlang:error(badarg).

%% The room of the smallest tree, from Room on, that holds Size values.
room_for(Size, Room) when Size > Room -> room_for(Size, Room * ?DEGREE);
room_for(_, Room) -> Room.

is_array(#array{size = Size, most = Most}) -> is_integer(Size) andalso is_integer(Most);
is_array(_) -> false.

size(#array{size = Size}) -> Size;
size(_) -> erlang:error(badarg).

default(#array{default = Default}) -> Default;
default(_) -> erlang:error(badarg).

is_fix(#array{most = Most}) -> Most =:= 0.

fix(#array{} = Array) -> Array#array{most = 0}.

relax(#array{size = Size} = Array) -> Array#array{most = room_for(Size, ?DEGREE)}.

room(Tree) when is_integer(Tree) -> Tree;
room(Leaf) when tuple_size(Leaf) =:= ?DEGREE -> ?DEGREE;
room(Node) -> ?DEGREE * each_has_room(Node).

each_has_room(Node) -> element(?DEGREE + 1, Node).

resize(Array) -> resize(sparse_size(Array), Array).

resize(Size, #array{size = Old, most = Most, tree = Tree} = Array) when is_integer(Size), Size >= 0 ->
    case Size > Old of
        true ->
            Larger = grown(Size, Tree),
            Array#array{size = Size, tree = Larger, most = case Most of 0 -> 0; _ -> room(Larger) end};
        false ->
            Array#array{size = Size}
    end;
resize(_, _) ->
    erlang:error(badarg).

%% A tree with room for Size values.
grown(Size, Tree) when is_integer(Tree) -> room_for(Size, Tree);
grown(Size, Tree) ->
    case room(Tree) of
        Room when Size > Room -> grown(Size, setelement(1, erlang:make_tuple(?DEGREE + 1, Room), Tree));
        _ -> Tree
    end.

%% --- one value

get(Index, #array{size = Size, most = Most, default = Default, tree = Tree}) when is_integer(Index), Index >= 0 ->
    if
        Index < Size -> get_1(Index, Tree, Default);
        Most > 0 -> Default;
        true -> erlang:error(badarg)
    end;
get(_, _) ->
    erlang:error(badarg).

get_1(_, Tree, Default) when is_integer(Tree) -> Default;
get_1(Index, Leaf, _) when tuple_size(Leaf) =:= ?DEGREE -> element(Index + 1, Leaf);
get_1(Index, Node, Default) ->
    Room = each_has_room(Node),
    get_1(Index rem Room, element(Index div Room + 1, Node), Default).

set(Index, Value, #array{size = Size, most = Most, default = Default, tree = Tree} = Array)
  when is_integer(Index), Index >= 0 ->
    if
        Index < Size -> Array#array{tree = set_1(Index, Value, Tree, Default)};
        Most > 0 ->
            Larger = grown(Index + 1, Tree),
            Array#array{size = Index + 1, most = room(Larger), tree = set_1(Index, Value, Larger, Default)};
        true -> erlang:error(badarg)
    end;
set(_, _, _) ->
    erlang:error(badarg).

set_1(Index, Value, Tree, Default) when is_integer(Tree) -> set_1(Index, Value, opened(Tree, Default), Default);
set_1(Index, Value, Leaf, _) when tuple_size(Leaf) =:= ?DEGREE -> setelement(Index + 1, Leaf, Value);
set_1(Index, Value, Node, Default) ->
    Room = each_has_room(Node),
    Place = Index div Room + 1,
    setelement(Place, Node, set_1(Index rem Room, Value, element(Place, Node), Default)).

%% An empty tree as a tuple.
opened(?DEGREE, Default) -> erlang:make_tuple(?DEGREE, Default);
opened(Room, _) -> erlang:make_tuple(?DEGREE + 1, Room div ?DEGREE).

reset(Index, #array{size = Size, most = Most, default = Default, tree = Tree} = Array)
  when is_integer(Index), Index >= 0 ->
    if
        Index < Size -> Array#array{tree = reset_1(Index, Tree, Default)};
        Most > 0 -> Array;
        true -> erlang:error(badarg)
    end;
reset(_, _) ->
    erlang:error(badarg).

reset_1(_, Tree, _) when is_integer(Tree) -> Tree;
reset_1(Index, Leaf, Default) when tuple_size(Leaf) =:= ?DEGREE -> setelement(Index + 1, Leaf, Default);
reset_1(Index, Node, Default) ->
    Room = each_has_room(Node),
    Place = Index div Room + 1,
    setelement(Place, Node, reset_1(Index rem Room, element(Place, Node), Default)).

%% --- lists

to_list(Array) -> [Value || {_, Value} <- to_orddict(Array)].

sparse_to_list(Array) -> [Value || {_, Value} <- sparse_to_orddict(Array)].

to_orddict(#array{size = Size, default = Default, tree = Tree}) -> pairs(Tree, 0, Size, Default, []);
to_orddict(_) -> erlang:error(badarg).

sparse_to_orddict(#array{size = Size, default = Default, tree = Tree}) -> set_pairs(Tree, 0, Size, Default, []);
sparse_to_orddict(_) -> erlang:error(badarg).

%% {Index, Value} of the tree that begins at From, up to Size, and after them Rest.
pairs(_, From, Size, _, Rest) when From >= Size -> Rest;
pairs(Tree, From, Size, Default, Rest) when is_integer(Tree) ->
    [{Index, Default} || Index <- lists:seq(From, min(From + Tree, Size) - 1)] ++ Rest;
pairs(Leaf, From, Size, _, Rest) when tuple_size(Leaf) =:= ?DEGREE ->
    leaf_pairs(Leaf, From, min(Size - From, ?DEGREE), Rest);
pairs(Node, From, Size, Default, Rest) ->
    Room = each_has_room(Node),
    lists:foldr(fun(Place, After) -> pairs(element(Place, Node), From + (Place - 1) * Room, Size, Default, After) end,
                Rest, lists:seq(1, ?DEGREE)).

leaf_pairs(_, _, 0, Rest) -> Rest;
leaf_pairs(Leaf, From, Count, Rest) ->
    leaf_pairs(Leaf, From, Count - 1, [{From + Count - 1, element(Count, Leaf)} | Rest]).

%% The same without the pairs whose value is the default.
set_pairs(_, From, Size, _, Rest) when From >= Size -> Rest;
set_pairs(Tree, _, _, _, Rest) when is_integer(Tree) -> Rest;
set_pairs(Leaf, From, Size, Default, Rest) when tuple_size(Leaf) =:= ?DEGREE ->
    [Pair || {_, Value} = Pair <- leaf_pairs(Leaf, From, min(Size - From, ?DEGREE), []), Value =/= Default] ++ Rest;
set_pairs(Node, From, Size, Default, Rest) ->
    Room = each_has_room(Node),
    lists:foldr(fun(Place, After) -> set_pairs(element(Place, Node), From + (Place - 1) * Room, Size, Default, After) end,
                Rest, lists:seq(1, ?DEGREE)).

from_list(List) -> from_list(List, undefined).

from_list([], Default) -> new({default, Default});
from_list(List, Default) when is_list(List) ->
    {Leaves, Size} = leaves(List, Default, [], 0),
    Tree = from_trees(Leaves, ?DEGREE),
    #array{size = Size, most = room(Tree), default = Default, tree = Tree};
from_list(_, _) ->
    erlang:error(badarg).

leaves([A, B, C, D, E, F, G, H, I, J | Rest], Default, Leaves, Size) ->
    leaves(Rest, Default, [{A, B, C, D, E, F, G, H, I, J} | Leaves], Size + ?DEGREE);
leaves([], _, Leaves, Size) -> {lists:reverse(Leaves), Size};
leaves(List, Default, Leaves, Size) when length(List) < ?DEGREE ->
    Count = length(List),
    Leaf = list_to_tuple(List ++ lists:duplicate(?DEGREE - Count, Default)),
    {lists:reverse(Leaves, [Leaf]), Size + Count};
leaves(_, _, _, _) ->
    erlang:error(badarg).

%% The tree over these, each of which has this room.
from_trees([Tree], _) -> Tree;
from_trees(Trees, Room) -> from_trees(parents(Trees, Room), Room * ?DEGREE).

parents([A, B, C, D, E, F, G, H, I, J | Rest], Room) -> [{A, B, C, D, E, F, G, H, I, J, Room} | parents(Rest, Room)];
parents([], _) -> [];
parents(Trees, Room) -> [list_to_tuple(Trees ++ lists:duplicate(?DEGREE + 1 - length(Trees), Room))].

from_orddict(Pairs) -> from_orddict(Pairs, undefined).

from_orddict(Pairs, Default) when is_list(Pairs) -> from_orddict(Pairs, 0, new({default, Default}));
from_orddict(_, _) -> erlang:error(badarg).

from_orddict([{Index, Value} | Pairs], From, Array) when is_integer(Index), Index >= From ->
    from_orddict(Pairs, Index + 1, set(Index, Value, Array));
from_orddict([], _, Array) -> Array;
from_orddict(Pairs, _, _) -> erlang:error({badarg, Pairs}).

%% --- all values

map(Fun, #array{size = Size, default = Default, tree = Tree} = Array) when is_function(Fun, 2) ->
    Array#array{tree = map_1(Fun, Tree, 0, Size, fun(Empty) -> opened(Empty, Default) end)};
map(_, _) ->
    erlang:error(badarg).

sparse_map(Fun, #array{size = Size, default = Default, tree = Tree} = Array) when is_function(Fun, 2) ->
    Sparse = fun(_, Value) when Value =:= Default -> Default;
                (Index, Value) -> Fun(Index, Value)
             end,
    Array#array{tree = map_1(Sparse, Tree, 0, Size, fun(Empty) -> Empty end)};
sparse_map(_, _) ->
    erlang:error(badarg).

%% Fun of what the tree that begins at From holds, up to Size; Open says what to do with an empty tree.
map_1(_, Tree, From, Size, _) when From >= Size -> Tree;
map_1(Fun, Tree, From, Size, Open) when is_integer(Tree) ->
    case Open(Tree) of
        Tree -> Tree;
        Opened -> map_1(Fun, Opened, From, Size, Open)
    end;
map_1(Fun, Leaf, From, Size, _) when tuple_size(Leaf) =:= ?DEGREE ->
    {New, Rest} = lists:split(min(Size - From, ?DEGREE), tuple_to_list(Leaf)),
    list_to_tuple(map_leaf(Fun, From, New) ++ Rest);
map_1(Fun, Node, From, Size, Open) ->
    Room = each_has_room(Node),
    list_to_tuple([map_1(Fun, element(Place, Node), From + (Place - 1) * Room, Size, Open)
                   || Place <- lists:seq(1, ?DEGREE)] ++ [Room]).

map_leaf(Fun, Index, [Value | Values]) -> [Fun(Index, Value) | map_leaf(Fun, Index + 1, Values)];
map_leaf(_, _, []) -> [].

foldl(Fun, Acc, Array) when is_function(Fun, 3) -> foldl_pairs(Fun, Acc, to_orddict(Array));
foldl(_, _, _) -> erlang:error(badarg).

foldr(Fun, Acc, Array) when is_function(Fun, 3) -> foldl_pairs(Fun, Acc, lists:reverse(to_orddict(Array)));
foldr(_, _, _) -> erlang:error(badarg).

sparse_foldl(Fun, Acc, Array) when is_function(Fun, 3) -> foldl_pairs(Fun, Acc, sparse_to_orddict(Array));
sparse_foldl(_, _, _) -> erlang:error(badarg).

sparse_foldr(Fun, Acc, Array) when is_function(Fun, 3) ->
    foldl_pairs(Fun, Acc, lists:reverse(sparse_to_orddict(Array)));
sparse_foldr(_, _, _) -> erlang:error(badarg).

foldl_pairs(Fun, Acc, [{Index, Value} | Pairs]) -> foldl_pairs(Fun, Fun(Index, Value, Acc), Pairs);
foldl_pairs(_, Acc, []) -> Acc.

%% Up to the last value that is not the default.
sparse_size(Array) ->
    case sparse_to_orddict(Array) of
        [] -> 0;
        Pairs ->
            {Index, _} = lists:last(Pairs),
            Index + 1
    end.
