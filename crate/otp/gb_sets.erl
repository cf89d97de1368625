%% Sets as general balanced trees, as in gb_trees.erl: {Size, Tree}, Tree is {Element, Smaller, Bigger} or nil.
-module(gb_sets).
-compile({no_auto_import, [size/1]}).
-export([empty/0, new/0, is_empty/1, size/1, singleton/1, is_member/2, is_element/2, insert/2, add/2, add_element/2,
         delete/2, delete_any/2, del_element/2, balance/1, union/1, union/2, intersection/1, intersection/2,
         is_disjoint/2, difference/2, subtract/2, is_subset/2, to_list/1, from_list/1, from_ordset/1, smallest/1,
         largest/1, take_smallest/1, take_largest/1, iterator/1, iterator_from/2, next/1, filter/2, fold/3, is_set/1]).

empty() -> {0, nil}.

new() -> empty().

singleton(Element) -> {1, {Element, nil, nil}}.

is_empty({0, nil}) -> true;
is_empty(_) -> false.

is_set({0, nil}) -> true;
is_set({Size, {_, _, _}}) when is_integer(Size), Size >= 0 -> true;
is_set(_) -> false.

size({Size, _}) -> Size.

%% --- one element

is_member(Element, {_, Tree}) -> is_member_1(Element, Tree).

is_element(Element, Set) -> is_member(Element, Set).

is_member_1(Element, {E, Smaller, _}) when Element < E -> is_member_1(Element, Smaller);
is_member_1(Element, {E, _, Bigger}) when Element > E -> is_member_1(Element, Bigger);
is_member_1(_, {_, _, _}) -> true;
is_member_1(_, nil) -> false.

add_element(Element, Set) -> add(Element, Set).

add(Element, Set) ->
    case is_member(Element, Set) of
        true -> Set;
        false -> insert(Element, Set)
    end.

insert(Element, {Size, Tree}) ->
    More = Size + 1,
    {More, insert_1(Element, Tree, More * More)}.

%% As gb_trees:insert/3 does it.
insert_1(Element, {E, Smaller, Bigger}, Limit) when Element < E ->
    case insert_1(Element, Smaller, Limit div 2) of
        {Tree, Height, Size} when is_integer(Height) -> rise({E, Tree, Bigger}, Height, Size, Bigger);
        Tree -> {E, Tree, Bigger}
    end;
insert_1(Element, {E, Smaller, Bigger}, Limit) when Element > E ->
    case insert_1(Element, Bigger, Limit div 2) of
        {Tree, Height, Size} when is_integer(Height) -> rise({E, Smaller, Tree}, Height, Size, Smaller);
        Tree -> {E, Smaller, Tree}
    end;
insert_1(Element, nil, 0) -> {{Element, nil, nil}, 1, 1};
insert_1(Element, nil, _) -> {Element, nil, nil};
insert_1(Element, _, _) -> erlang:error({key_exists, Element}).

rise(Tree, Height1, Size1, Other) ->
    {Height2, Size2} = measure(Other),
    Height = 2 * max(Height1, Height2),
    Size = Size1 + Size2 + 1,
    case Height > Size * Size of
        true -> balanced(Tree, Size);
        false -> {Tree, Height, Size}
    end.

measure({_, nil, nil}) -> {2, 1};
measure({_, Smaller, Bigger}) ->
    {Height1, Size1} = measure(Smaller),
    {Height2, Size2} = measure(Bigger),
    {2 * max(Height1, Height2), Size1 + Size2 + 1};
measure(nil) -> {1, 0}.

del_element(Element, Set) -> delete_any(Element, Set).

delete_any(Element, Set) ->
    case is_member(Element, Set) of
        true -> delete(Element, Set);
        false -> Set
    end.

delete(Element, {Size, Tree}) -> {Size - 1, delete_1(Element, Tree)}.

delete_1(Element, {E, Smaller, Bigger}) when Element < E -> {E, delete_1(Element, Smaller), Bigger};
delete_1(Element, {E, Smaller, Bigger}) when Element > E -> {E, Smaller, delete_1(Element, Bigger)};
delete_1(_, {_, Smaller, Bigger}) -> joined(Smaller, Bigger).

joined(Smaller, nil) -> Smaller;
joined(nil, Bigger) -> Bigger;
joined(Smaller, Bigger) ->
    {Element, Rest} = take_smallest1(Bigger),
    {Element, Smaller, Rest}.

%% --- the ends

smallest({_, Tree}) -> smallest_1(Tree).

smallest_1({Element, nil, _}) -> Element;
smallest_1({_, Smaller, _}) -> smallest_1(Smaller).

largest({_, Tree}) -> largest_1(Tree).

largest_1({Element, _, nil}) -> Element;
largest_1({_, _, Bigger}) -> largest_1(Bigger).

take_smallest({Size, Tree}) ->
    {Element, Rest} = take_smallest1(Tree),
    {Element, {Size - 1, Rest}}.

take_smallest1({Element, nil, Bigger}) -> {Element, Bigger};
take_smallest1({E, Smaller, Bigger}) ->
    {Element, Rest} = take_smallest1(Smaller),
    {Element, {E, Rest, Bigger}}.

take_largest({Size, Tree}) ->
    {Element, Rest} = take_largest1(Tree),
    {Element, {Size - 1, Rest}}.

take_largest1({Element, Smaller, nil}) -> {Element, Smaller};
take_largest1({E, Smaller, Bigger}) ->
    {Element, Rest} = take_largest1(Bigger),
    {Element, {E, Smaller, Rest}}.

%% --- whole sets

to_list({_, Tree}) -> elements(Tree, []).

elements({Element, Smaller, Bigger}, After) -> elements(Smaller, [Element | elements(Bigger, After)]);
elements(nil, After) -> After.

from_list(List) -> from_ordset(lists:usort(List)).

from_ordset(Elements) ->
    Size = length(Elements),
    {Size, balance_list(Elements, Size)}.

balance({Size, Tree}) -> {Size, balanced(Tree, Size)}.

balanced(Tree, Size) -> balance_list(elements(Tree, []), Size).

balance_list(Elements, Size) ->
    {Tree, []} = balance_list_1(Elements, Size),
    Tree.

%% A balanced tree of the first Size elements, and the other elements.
balance_list_1(Elements, Size) when Size > 1 ->
    Bigger = (Size - 1) div 2,
    {Tree1, [Element | Rest]} = balance_list_1(Elements, Size - 1 - Bigger),
    {Tree2, Last} = balance_list_1(Rest, Bigger),
    {{Element, Tree1, Tree2}, Last};
balance_list_1([Element | Rest], 1) -> {{Element, nil, nil}, Rest};
balance_list_1(Rest, 0) -> {nil, Rest}.

%% A set of elements that are sorted downwards; its bigger halves are on the other side.
from_reversed(Elements) ->
    Size = length(Elements),
    {Tree, []} = balance_reversed(Elements, Size),
    {Size, Tree}.

balance_reversed(Elements, Size) when Size > 1 ->
    Smaller = (Size - 1) div 2,
    {Tree2, [Element | Rest]} = balance_reversed(Elements, Size - 1 - Smaller),
    {Tree1, Last} = balance_reversed(Rest, Smaller),
    {{Element, Tree1, Tree2}, Last};
balance_reversed([Element | Rest], 1) -> {{Element, nil, nil}, Rest};
balance_reversed(Rest, 0) -> {nil, Rest}.

filter(Fun, Set) when is_function(Fun, 1) -> from_ordset([Element || Element <- to_list(Set), Fun(Element)]).

fold(Fun, Acc, {_, Tree}) when is_function(Fun, 2) -> lists:foldl(Fun, Acc, elements(Tree, [])).

%% --- two sets: a small one is looked up element by element in a large one, otherwise both are gone through in order

%% Whether Size1 look-ups cost less than going through Size2 elements.
is_small(Size1, Size2) -> Size2 >= 10 andalso Size1 * round(1.46 * math:log(Size2)) =< Size2.

union([Set]) -> Set;
union([Set1, Set2 | Sets]) -> union([union(Set1, Set2) | Sets]);
union([]) -> empty().

union({Size1, _} = Set1, {Size2, _} = Set2) when is_integer(Size1), is_integer(Size2), Size2 < Size1 ->
    union_small(Set2, Set1);
union({Size1, _} = Set1, {Size2, _} = Set2) when is_integer(Size1), is_integer(Size2) ->
    union_small(Set1, Set2).

union_small({Size1, Tree1} = Set1, {Size2, _} = Set2) ->
    case is_small(Size1, Size2) of
        true -> lists:foldl(fun add/2, Set2, elements(Tree1, []));
        false -> from_reversed(union_2(to_list(Set1), to_list(Set2), []))
    end.

union_2([E1 | Rest], [E2 | _] = List2, Acc) when E1 < E2 -> union_2(Rest, List2, [E1 | Acc]);
union_2([E1 | _] = List1, [E2 | Rest], Acc) when E1 > E2 -> union_2(Rest, List1, [E2 | Acc]);
union_2([E | Rest1], [_ | Rest2], Acc) -> union_2(Rest1, Rest2, [E | Acc]);
union_2([], List, Acc) -> lists:reverse(List, Acc);
union_2(List, [], Acc) -> lists:reverse(List, Acc).

intersection([Set]) -> Set;
intersection([Set1, Set2 | Sets]) -> intersection([intersection(Set1, Set2) | Sets]).

intersection({Size1, _} = Set1, {Size2, _} = Set2) when is_integer(Size1), is_integer(Size2), Size2 < Size1 ->
    intersection_small(Set2, Set1);
intersection({Size1, _} = Set1, {Size2, _} = Set2) when is_integer(Size1), is_integer(Size2) ->
    intersection_small(Set1, Set2).

intersection_small({Size1, _} = Set1, {Size2, Tree2} = Set2) ->
    case is_small(Size1, Size2) of
        true -> from_reversed(lists:reverse([E || E <- to_list(Set1), is_member_1(E, Tree2)]));
        false -> from_reversed(intersection_2(to_list(Set1), to_list(Set2), []))
    end.

intersection_2([E1 | Rest], [E2 | _] = List2, Acc) when E1 < E2 -> intersection_2(Rest, List2, Acc);
intersection_2([E1 | _] = List1, [E2 | Rest], Acc) when E1 > E2 -> intersection_2(Rest, List1, Acc);
intersection_2([E | Rest1], [_ | Rest2], Acc) -> intersection_2(Rest1, Rest2, [E | Acc]);
intersection_2(_, _, Acc) -> Acc.

is_disjoint({Size1, Tree1}, {Size2, Tree2}) when is_integer(Size1), is_integer(Size2) ->
    case Size1 < Size2 of
        true -> not lists:any(fun(E) -> is_member_1(E, Tree2) end, elements(Tree1, []));
        false -> not lists:any(fun(E) -> is_member_1(E, Tree1) end, elements(Tree2, []))
    end.

subtract(Set1, Set2) -> difference(Set1, Set2).

difference({Size1, Tree1}, {Size2, Tree2}) when is_integer(Size1), Size1 >= 0, is_integer(Size2), Size2 >= 0 ->
    from_reversed(lists:reverse([E || E <- elements(Tree1, []), not is_member_1(E, Tree2)])).

is_subset({Size1, Tree1}, {Size2, Tree2}) when is_integer(Size1), Size1 >= 0, is_integer(Size2), Size2 >= 0 ->
    lists:all(fun(E) -> is_member_1(E, Tree2) end, elements(Tree1, [])).

%% --- iterators: the subtrees that are still to be gone through, each from its root on; the next one first

iterator({_, Tree}) -> left_edge(Tree, []).

left_edge({_, Smaller, _} = Tree, Above) -> left_edge(Smaller, [Tree | Above]);
left_edge(nil, Above) -> Above.

iterator_from(Element, {_, Tree}) -> edge_from(Element, Tree, []).

edge_from(Element, {E, _, Bigger}, Above) when E < Element -> edge_from(Element, Bigger, Above);
edge_from(Element, {E, _, _} = Tree, Above) when E == Element -> [Tree | Above];
edge_from(Element, {_, Smaller, _} = Tree, Above) -> edge_from(Element, Smaller, [Tree | Above]);
edge_from(_, nil, Above) -> Above.

next([{Element, _, Bigger} | Above]) -> {Element, left_edge(Bigger, Above)};
next([]) -> none.
