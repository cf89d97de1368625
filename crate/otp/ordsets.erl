%% Sets as sorted lists without duplicates.
-module(ordsets).
-compile({no_auto_import, [size/1]}).
-export([new/0, is_set/1, size/1, is_empty/1, to_list/1, from_list/1, is_element/2, add_element/2, del_element/2,
         union/2, union/1, intersection/2, intersection/1, is_disjoint/2, subtract/2, is_subset/2, fold/3, filter/2]).

new() -> [].

is_set([E | Rest]) -> is_set(Rest, E);
is_set([]) -> true;
is_set(_) -> false.

is_set([E | Rest], Before) when Before < E -> is_set(Rest, E);
is_set([_ | _], _) -> false;
is_set([], _) -> true.

size(Set) -> length(Set).

is_empty(Set) -> Set =:= [].

to_list(Set) -> Set.

from_list(List) -> lists:usort(List).

is_element(E, [F | Rest]) when E > F -> is_element(E, Rest);
is_element(E, [F | _]) when E < F -> false;
is_element(_, [_ | _]) -> true;
is_element(_, []) -> false.

add_element(E, [F | Rest]) when E > F -> [F | add_element(E, Rest)];
add_element(E, [F | _] = Set) when E < F -> [E | Set];
add_element(_, [_ | _] = Set) -> Set;
add_element(E, []) -> [E].

del_element(E, [F | Rest]) when E > F -> [F | del_element(E, Rest)];
del_element(E, [F | _] = Set) when E < F -> Set;
del_element(_, [_ | Rest]) -> Rest;
del_element(_, []) -> [].

%% Of two elements that are `==` OTP takes the one of the set it has gone on in last; so the sets change places.
union([A | As], [B | _] = Bs) when A < B -> [A | union(As, Bs)];
union([A | _] = As, [B | Bs]) when A > B -> [B | union(Bs, As)];
union([A | As], [_ | Bs]) -> [A | union(As, Bs)];
union([], Bs) -> Bs;
union(As, []) -> As.

union(Sets) -> lists:umerge(Sets).

intersection([A | As], [B | _] = Bs) when A < B -> intersection(As, Bs);
intersection([A | _] = As, [B | Bs]) when A > B -> intersection(Bs, As);
intersection([A | As], [_ | Bs]) -> [A | intersection(As, Bs)];
intersection([], _) -> [];
intersection(_, []) -> [].

intersection([Set | Sets]) -> lists:foldl(fun(Other, Common) -> intersection(Common, Other) end, Set, Sets).

is_disjoint([A | As], [B | _] = Bs) when A < B -> is_disjoint(As, Bs);
is_disjoint([A | _] = As, [B | Bs]) when A > B -> is_disjoint(As, Bs);
is_disjoint([_ | _], [_ | _]) -> false;
is_disjoint([], _) -> true;
is_disjoint(_, []) -> true.

subtract([A | As], [B | _] = Bs) when A < B -> [A | subtract(As, Bs)];
subtract([A | _] = As, [B | Bs]) when A > B -> subtract(As, Bs);
subtract([_ | As], [_ | Bs]) -> subtract(As, Bs);
subtract(As, []) -> As;
subtract([], _) -> [].

is_subset([A | _], [B | _]) when A < B -> false;
is_subset([A | _] = As, [B | Bs]) when A > B -> is_subset(As, Bs);
is_subset([_ | As], [_ | Bs]) -> is_subset(As, Bs);
is_subset([], _) -> true;
is_subset(_, []) -> false.

fold(Fun, Acc, Set) -> lists:foldl(Fun, Acc, Set).

filter(Fun, Set) -> lists:filter(Fun, Set).
