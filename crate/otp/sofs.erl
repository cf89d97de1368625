%% Sets of sets, relations and families, as finite sets with types. A set is {'Set', Elements, ElementType}, its elements in order;
%% what is no set (an atom, an ordered set) is {'OrdSet', Term, Type}. A type is an atom, '_' (that of no elements), a tuple
%% of types, or [ElementType].
-module(sofs).
-export([from_term/1, from_term/2, from_external/2, empty_set/0, is_type/1, set/1, set/2, from_sets/1, relation/1, relation/2,
         a_function/1, a_function/2, family/1, family/2, to_external/1, type/1, to_sets/1, no_elements/1, specification/2,
         union/2, intersection/2, difference/2, symdiff/2, symmetric_partition/2, product/1, product/2, union/1, intersection/1,
         canonical_relation/1, is_equal/2, is_subset/2, is_sofs_set/1, is_set/1, is_empty_set/1, is_disjoint/2,
         relation_to_family/1, domain/1, range/1, field/1, relative_product/1, relative_product/2, relative_product1/2,
         converse/1, image/2, inverse_image/2, strict_relation/1, weak_relation/1, extension/3, is_a_function/1,
         restriction/2, restriction/3, drestriction/2, drestriction/3, projection/2, substitution/2, partition/1, partition/2,
         partition/3, multiple_relative_product/2, join/4, composite/2, inverse/1, constant_function/2, family_to_relation/1,
         family_specification/2, union_of_family/1, intersection_of_family/1, family_union/1, family_intersection/1,
         family_domain/1, family_range/1, family_field/1, family_union/2, family_intersection/2, family_difference/2,
         partition_family/2, family_projection/2, family_to_digraph/1, family_to_digraph/2, digraph_to_family/1,
         digraph_to_family/2]).

-define(IS_RELATION(Type), (tuple_size(Type) =:= 2)).

%% --- making

from_term(Term) ->
    try make(general(Term), Term) catch _:_ -> error(badarg, [Term]) end.

from_term(Term, Type) ->
    try
        true = is_type(Type),
        make(fitted(Term, Type), Term)
    catch _:_ -> error(badarg, [Term, Type]) end.

%% The type of a term whose atoms all have the same type.
general(List) when is_list(List) -> [lists:foldl(fun(Element, Type) -> unify(general(Element), Type) end, '_', List)];
general(Tuple) when is_tuple(Tuple), Tuple =/= {} -> list_to_tuple([general(Part) || Part <- tuple_to_list(Tuple)]);
general(_) -> atom.

fitted([], [Type]) -> [Type];
fitted(Term, '_') -> general(Term);
fitted(List, [Type]) when is_list(List) ->
    [lists:foldl(fun(Element, So) -> unify(fitted(Element, Type), So) end, '_', List)];
fitted(Tuple, Type) when is_tuple(Tuple), is_tuple(Type), tuple_size(Tuple) =:= tuple_size(Type) ->
    list_to_tuple(lists:zipwith(fun fitted/2, tuple_to_list(Tuple), tuple_to_list(Type)));
fitted(_, Type) when is_atom(Type) -> Type.

make(Type, Term) -> from_external(ordered(Term, Type), Type).

ordered(List, [Type]) -> lists:usort([ordered(Element, Type) || Element <- List]);
ordered(Tuple, Type) when is_tuple(Type) ->
    list_to_tuple(lists:zipwith(fun ordered/2, tuple_to_list(Tuple), tuple_to_list(Type)));
ordered(Term, _) -> Term.

from_external(List, [Type]) -> {'Set', List, Type};
from_external(Term, Type) -> {'OrdSet', Term, Type}.

empty_set() -> {'Set', [], '_'}.

is_type(Type) when is_atom(Type) -> true;
is_type([Type]) -> is_type(Type);
is_type(Type) when is_tuple(Type), Type =/= {} -> lists:all(fun is_type/1, tuple_to_list(Type));
is_type(_) -> false.

set(List) -> checked(List, [atom], [List]).

set(List, [_] = Type) -> checked(List, Type, [List, Type]);
set(List, Type) -> error(badarg, [List, Type]).

checked(Term, Type, Arguments) ->
    try from_term(Term, Type) catch error:_ -> error(badarg, Arguments) end.

from_sets([]) -> empty_set();
from_sets(Sets) when is_list(Sets) ->
    Type = lists:foldl(fun(Set, So) -> same(type(Set), So) end, '_', Sets),
    {'Set', lists:usort([to_external(Set) || Set <- Sets]), Type};
from_sets(Sets) when is_tuple(Sets), Sets =/= {} ->
    Parts = tuple_to_list(Sets),
    {'OrdSet', list_to_tuple([to_external(Set) || Set <- Parts]), list_to_tuple([type(Set) || Set <- Parts])};
from_sets(Sets) -> error(badarg, [Sets]).

relation([]) -> {'Set', [], {atom, atom}};
relation([First | _] = List) when is_tuple(First) ->
    checked(List, [list_to_tuple(lists:duplicate(tuple_size(First), atom))], [List]);
relation(List) -> error(badarg, [List]).

relation(List, Arity) when is_integer(Arity), Arity > 0 ->
    checked(List, [list_to_tuple(lists:duplicate(Arity, atom))], [List, Arity]);
relation(List, Type) -> checked(List, Type, [List, Type]).

a_function(List) -> a_function(List, [{atom, atom}]).

a_function(List, Type) ->
    Set = checked(List, Type, [List, Type]),
    is_single(Set) orelse error(bad_function, [List, Type]),
    Set.

family(List) -> family(List, [{atom, [atom]}]).

family(List, [{_, [_]}] = Type) -> a_function(List, Type);
family(List, Type) -> error(badarg, [List, Type]).

is_single({'Set', Pairs, _}) -> length(Pairs) =:= length(lists:usort([Key || {Key, _} <- Pairs])).

%% --- asking

to_external({_, Term, _}) -> Term.

type({'Set', _, Type}) -> [Type];
type({'OrdSet', _, Type}) -> Type.

to_sets({'Set', List, Type}) -> [from_external(Element, Type) || Element <- List];
to_sets({'OrdSet', Tuple, Type}) when is_tuple(Type) -> list_to_tuple(parts(Tuple, Type));
to_sets(Set) -> error(badarg, [Set]).

parts(Tuple, Type) -> lists:zipwith(fun from_external/2, tuple_to_list(Tuple), tuple_to_list(Type)).

no_elements({'Set', List, _}) -> length(List);
no_elements({'OrdSet', Tuple, Type}) when is_tuple(Type) -> tuple_size(Tuple);
no_elements(Set) -> error(badarg, [Set]).

is_sofs_set({'Set', _, _}) -> true;
is_sofs_set({'OrdSet', _, _}) -> true;
is_sofs_set(_) -> false.

is_set({Kind, _, _}) -> Kind =:= 'Set'.

is_empty_set({Kind, Term, _}) -> Kind =:= 'Set' andalso Term =:= [].

is_equal(A, B) -> _ = same(type(A), type(B)), to_external(A) == to_external(B).

is_subset({'Set', A, T}, {'Set', B, U}) -> _ = same(T, U), ordsets:is_subset(A, B).

is_disjoint({'Set', A, T}, {'Set', B, U}) -> _ = same(T, U), ordsets:is_disjoint(A, B).

is_a_function({'Set', [], '_'}) -> true;
is_a_function({'Set', _, Type} = Set) when ?IS_RELATION(Type) -> is_single(Set);
is_a_function(Set) -> error(type_mismatch, [Set]).

%% The type of both, or none.
unify(Type, Type) -> Type;
unify('_', Type) -> Type;
unify(Type, '_') -> Type;
unify([A], [B]) -> [unify(A, B)];
unify(A, B) when is_tuple(A), is_tuple(B), tuple_size(A) =:= tuple_size(B) ->
    list_to_tuple(lists:zipwith(fun unify/2, tuple_to_list(A), tuple_to_list(B)));
unify(_, _) -> throw(none).

same(A, B) ->
    try unify(A, B) catch throw:none -> error(type_mismatch) end.

%% --- sets

union({'Set', A, T}, {'Set', B, U}) -> {'Set', ordsets:union(A, B), same(T, U)}.
intersection({'Set', A, T}, {'Set', B, U}) -> {'Set', ordsets:intersection(A, B), same(T, U)}.
difference({'Set', A, T}, {'Set', B, U}) -> {'Set', ordsets:subtract(A, B), same(T, U)}.
symdiff(A, B) -> union(difference(A, B), difference(B, A)).
symmetric_partition(A, B) -> {difference(A, B), intersection(A, B), difference(B, A)}.

product(A, B) -> product({A, B}).

product(Sets) when is_tuple(Sets), Sets =/= {} ->
    Parts = tuple_to_list(Sets),
    Rows = lists:foldr(fun({'Set', List, _}, Rest) -> [[X | Row] || X <- List, Row <- Rest] end, [[]], Parts),
    {'Set', [list_to_tuple(Row) || Row <- Rows], list_to_tuple([Type || {'Set', _, Type} <- Parts])}.

union({'Set', Lists, [Type]}) -> {'Set', ordsets:union(Lists), Type};
union({'Set', [], '_'} = Set) -> Set;
union(Set) -> error(badarg, [Set]).

intersection({'Set', [], _} = Set) -> error(badarg, [Set]);
intersection({'Set', Lists, [Type]}) -> {'Set', ordsets:intersection(Lists), Type};
intersection(Set) -> error(badarg, [Set]).

canonical_relation({'Set', Lists, [Type]}) ->
    {'Set', lists:usort([{X, List} || List <- Lists, X <- List]), {Type, [Type]}};
canonical_relation({'Set', [], '_'} = Set) -> Set.

specification(Fun, {'Set', List, Type}) -> {'Set', [X || X <- List, holds(Fun, X, Type)], Type}.

holds({external, Fun}, Element, _) -> boolean(Fun(Element));
holds(Fun, Element, Type) -> boolean(Fun(from_external(Element, Type))).

boolean(Value) when is_boolean(Value) -> Value;
boolean(_) -> error(badarg).

partition({'Set', Lists, [Type]}) ->
    Owners = lists:sort([{X, I} || {I, List} <- lists:zip(lists:seq(1, length(Lists)), Lists), X <- List]),
    Keyed = [{[I || {_, I} <- Same], X} || {X, Same} <- grouped([{X, {X, I}} || {X, I} <- Owners])],
    {'Set', lists:sort([Xs || {_, Xs} <- grouped(lists:sort(Keyed))]), [Type]};
partition({'Set', [], '_'} = Set) -> Set.

partition(Fun, {'Set', List, Type}) ->
    {Images, _} = images(Fun, List, Type),
    {'Set', lists:sort([Xs || {_, Xs} <- grouped(lists:sort(lists:zip(Images, List)))]), [Type]}.

partition(Fun, {'Set', List, Type}, {'Set', Wanted, WantedType}) ->
    {Images, ImageType} = images(Fun, List, Type),
    _ = same(ImageType, WantedType),
    {In, Out} = lists:partition(fun({Image, _}) -> ordsets:is_element(Image, Wanted) end, lists:zip(Images, List)),
    {{'Set', [X || {_, X} <- In], Type}, {'Set', [X || {_, X} <- Out], Type}}.

%% Values of pairs in order, by key.
grouped([]) -> [];
grouped([{Key, Value} | Pairs]) ->
    {Same, Others} = lists:splitwith(fun({Other, _}) -> Other == Key end, Pairs),
    [{Key, [Value | [V || {_, V} <- Same]]} | grouped(Others)].

%% What a set function makes of elements, and its type.
images(Fun, List, Type) when is_integer(Fun), tuple_size(Type) >= Fun -> {[element(Fun, X) || X <- List], element(Fun, Type)};
images({external, Fun}, List, Type) -> {[Fun(X) || X <- List], try Fun(Type) catch _:_ -> error(badarg) end};
images(Fun, [], _) when is_function(Fun) -> {[], '_'};
images(Fun, List, Type) when is_function(Fun) ->
    Sets = [Fun(from_external(X, Type)) || X <- List],
    {[to_external(Set) || Set <- Sets], lists:foldl(fun(Set, So) -> same(type(Set), So) end, '_', Sets)};
images(_, [], '_') -> {[], '_'};
images(_, _, _) -> error(badarg).

projection(Fun, {'Set', List, Type}) ->
    {Images, ImageType} = images(Fun, List, Type),
    {'Set', lists:usort(Images), ImageType}.

substitution(Fun, {'Set', List, Type}) ->
    {Images, ImageType} = images(Fun, List, Type),
    {'Set', lists:zip(List, Images), {Type, ImageType}}.

restriction(Relation, Set) -> restriction(1, Relation, Set).
restriction(Fun, Set, Wanted) -> {In, _} = partition(Fun, Set, Wanted), In.
drestriction(Relation, Set) -> drestriction(1, Relation, Set).
drestriction(Fun, Set, Wanted) -> {_, Out} = partition(Fun, Set, Wanted), Out.

%% --- binary relations

domain(Relation) -> side(1, Relation).
range(Relation) -> side(2, Relation).
field(Relation) -> union(domain(Relation), range(Relation)).

side(_, {'Set', [], '_'} = Set) -> Set;
side(Position, {'Set', Pairs, Type}) when ?IS_RELATION(Type) ->
    {'Set', lists:usort([element(Position, Pair) || Pair <- Pairs]), element(Position, Type)};
side(_, Set) -> error(badarg, [Set]).

converse({'Set', [], '_'} = Set) -> Set;
converse({'Set', Pairs, {A, B}}) -> {'Set', lists:sort([{Y, X} || {X, Y} <- Pairs]), {B, A}}.

inverse(Function) ->
    Result = converse(Function),
    is_a_function(Function) andalso is_a_function(Result) orelse error(bad_function, [Function]),
    Result.

image(Relation, Set) -> range(restriction(Relation, Set)).
inverse_image(Relation, Set) -> domain(restriction(2, Relation, Set)).

strict_relation({'Set', Pairs, Type}) -> {'Set', [Pair || {X, Y} = Pair <- Pairs, X /= Y], Type}.

weak_relation({'Set', [], '_'} = Set) -> Set;
weak_relation({'Set', Pairs, {A, B}} = Relation) ->
    {'Set', Field, _} = field(Relation),
    {'Set', ordsets:union(Pairs, [{X, X} || X <- Field]), {same(A, B), same(A, B)}}.

extension(Relation, {'Set', Set, Type}, Value) ->
    {'Set', Domain, _} = domain(Relation),
    Added = [{X, to_external(Value)} || X <- ordsets:subtract(Set, Domain)],
    union(Relation, {'Set', Added, {Type, type(Value)}}).

composite({'Set', _, _} = F, {'Set', _, _} = G) ->
    is_a_function(F) andalso is_a_function(G) orelse error(bad_function, [F, G]),
    {'Set', Domain, _} = domain(G),
    {'Set', Range, _} = range(F),
    ordsets:is_subset(Range, Domain) orelse error(bad_function, [F, G]),
    relative_product1(converse(F), G).

constant_function({'Set', List, Type}, Value) ->
    {'Set', [{X, to_external(Value)} || X <- List], {Type, type(Value)}}.

relative_product1({'Set', Left, {A, B}}, {'Set', Right, {C, D}}) ->
    _ = same(A, C),
    {'Set', lists:usort([{Y, Z} || {X, Y} <- Left, {W, Z} <- Right, X == W]), {B, D}};
relative_product1({'Set', [], '_'} = Set, _) -> Set;
relative_product1(_, Set) -> Set.

relative_product({A, B}) -> relative_product(A, B);
relative_product(Relations) when is_tuple(Relations) -> relative_product(tuple_to_list(Relations));
relative_product([]) -> error(badarg, [[]]);
relative_product([{'Set', _, {A, _}} = First | _] = Relations) ->
    {'Set', All, _} = lists:foldl(fun(Relation, So) -> intersection(domain(Relation), So) end, domain(First), Relations),
    Rows = [{X, list_to_tuple(Row)} || X <- All, Row <- choices([[Y || {W, Y} <- Pairs, W == X] || {'Set', Pairs, _} <- Relations])],
    {'Set', lists:sort(Rows), {A, list_to_tuple([element(2, Type) || {'Set', _, Type} <- Relations])}};
relative_product(_) -> empty_set().

relative_product(Relations, Relation) when is_list(Relations); is_tuple(Relations), element(1, Relations) =/= 'Set' ->
    All = case Relations of [_ | _] -> Relations; _ -> tuple_to_list(Relations) end,
    case relative_product(All) of
        {'Set', Rows, {A, {_}}} when length(All) =:= 1 ->
            relative_product({'Set', [{X, Y} || {X, {Y}} <- Rows], {A, element(2, element(3, hd(All)))}}, Relation);
        Product -> relative_product(Product, Relation)
    end;
relative_product(Left, Right) -> relative_product1(converse(Left), Right).

choices(Lists) -> lists:foldr(fun(List, Rest) -> [[X | Row] || X <- List, Row <- Rest] end, [[]], Lists).

multiple_relative_product(Relations, {'Set', Rows, Type}) when tuple_size(Type) =:= tuple_size(Relations) ->
    Parts = tuple_to_list(Relations),
    Found = [{Row, list_to_tuple(Choice)} || Row <- Rows,
        Choice <- choices([[Y || {W, Y} <- Pairs, W == X] || {X, {'Set', Pairs, _}} <- lists:zip(tuple_to_list(Row), Parts)])],
    {'Set', lists:sort(Found), {Type, list_to_tuple([element(2, T) || {'Set', _, T} <- Parts])}};
multiple_relative_product(_, Set) -> Set.

join({'Set', Left, T}, I, {'Set', Right, U}, J) when I =< tuple_size(T), J =< tuple_size(U) ->
    _ = same(element(I, T), element(J, U)),
    Joined = [joined(X, Y, J) || X <- Left, Y <- Right, element(I, X) == element(J, Y)],
    {'Set', lists:usort(Joined), joined(T, U, J)}.

joined(X, Y, J) -> list_to_tuple(tuple_to_list(X) ++ tuple_to_list(erlang:delete_element(J, Y))).

%% --- families

relation_to_family({'Set', [], '_'} = Set) -> Set;
relation_to_family({'Set', Pairs, {A, B}}) -> {'Set', grouped(Pairs), {A, [B]}}.

family_to_relation({'Set', [], '_'} = Set) -> Set;
family_to_relation({'Set', Pairs, {A, [B]}}) -> {'Set', [{X, Y} || {X, Ys} <- Pairs, Y <- Ys], {A, B}}.

family_specification(Fun, {'Set', Pairs, {_, [_] = B} = Type}) ->
    {'Set', [Pair || {_, Ys} = Pair <- Pairs, holds(Fun, Ys, B)], Type};
family_specification(_, {'Set', [], '_'} = Set) -> Set.

union_of_family(Family) -> union(range(Family)).
intersection_of_family(Family) -> intersection(range(Family)).

family_projection(Fun, {'Set', Pairs, {A, B}}) ->
    {Images, Type} = images(Fun, [Ys || {_, Ys} <- Pairs], B),
    {'Set', lists:zip([X || {X, _} <- Pairs], Images), {A, Type}};
family_projection(_, {'Set', [], '_'} = Set) -> Set.

family_union(Family) -> each(fun union/1, Family).
family_intersection(Family) -> each(fun intersection/1, Family).
family_domain(Family) -> each(fun domain/1, Family).
family_range(Family) -> each(fun range/1, Family).
family_field(Family) -> each(fun field/1, Family).

each(_, {'Set', [], '_'} = Set) -> Set;
each(Fun, {'Set', Pairs, {A, [B]}}) ->
    {'Set', _, Type} = case Fun({'Set', [X || {_, [X | _]} <- lists:sublist(Pairs, 1)], B}) of
        {'Set', _, _} = Sample -> Sample
    end,
    {'Set', [{X, to_external(Fun({'Set', Ys, B}))} || {X, Ys} <- Pairs], {A, [Type]}}.

family_union(A, B) -> merged(A, B, fun ordsets:union/2, both).
family_intersection(A, B) -> merged(A, B, fun ordsets:intersection/2, common).
family_difference(A, B) -> merged(A, B, fun ordsets:subtract/2, left).

merged({'Set', Left, T}, {'Set', Right, U}, Fun, Whose) ->
    Keys = case Whose of
        both -> lists:usort([X || {X, _} <- Left ++ Right]);
        common -> [X || {X, _} <- Left, lists:keymember(X, 1, Right)];
        left -> [X || {X, _} <- Left]
    end,
    {'Set', [{X, Fun(found(X, Left), found(X, Right))} || X <- Keys], same(T, U)}.

found(X, Pairs) ->
    case lists:keyfind(X, 1, Pairs) of
        {_, Ys} -> Ys;
        false -> []
    end.

partition_family(Fun, {'Set', List, Type}) ->
    {Images, ImageType} = images(Fun, List, Type),
    {'Set', grouped(lists:sort(lists:zip(Images, List))), {ImageType, [Type]}}.

family_to_digraph(Family) -> family_to_digraph(Family, []).

family_to_digraph({'Set', Pairs, _}, Kind) ->
    Graph = digraph:new(Kind),
    lists:foreach(fun({X, Ys}) ->
        digraph:add_vertex(Graph, X),
        lists:foreach(fun(Y) -> digraph:add_vertex(Graph, Y), edge(Graph, X, Y) end, Ys)
    end, Pairs),
    Graph.

edge(Graph, X, Y) ->
    case digraph:add_edge(Graph, X, Y) of
        {error, {bad_edge, _}} -> digraph:delete(Graph), error(cyclic);
        Edge -> Edge
    end.

digraph_to_family(Graph) -> digraph_to_family(Graph, [{atom, [atom]}]).

digraph_to_family(Graph, Type) ->
    family([{V, lists:usort(digraph:out_neighbours(Graph, V))} || V <- digraph:vertices(Graph)], Type).
