%% Lists. The builtins (member, reverse/2, key lookups, sorting by term order) are in crate/src/builtin/lists.rs.
-module(lists).
-compile({no_auto_import, [max/2, min/2]}).
-export([all/2, any/2, append/1, append/2, concat/1, delete/2, droplast/1, dropwhile/2, duplicate/2, enumerate/1,
         enumerate/2, filter/2, filtermap/2, zf/2, flatlength/1, flatmap/2, flatten/1, flatten/2, foldl/3, foldr/3,
         foreach/2, join/2, keydelete/3, keymap/3, keymerge/3, keyreplace/4, keysort/2, keystore/4, keytake/3, last/1,
         map/2, mapfoldl/3, mapfoldr/3, max/1, merge/1, merge/2, merge/3, merge3/3, min/1, nth/2, nthtail/2,
         partition/2, prefix/2, reverse/1, search/2, seq/2, seq/3, sort/1, sort/2, split/2, splitwith/2, sublist/2,
         sublist/3, subtract/2, suffix/2, sum/1, takewhile/2, ukeymerge/3, ukeysort/2, rkeymerge/3, rmerge/2, rmerge/3, rmerge3/3, rukeymerge/3,
         rumerge/2, rumerge/3, rumerge3/3, umerge/1, umerge/2, umerge/3,
         umerge3/3, uniq/1, uniq/2, unzip/1, unzip3/1, usort/1, usort/2, zip/2, zip3/3, zipwith/3, zipwith3/4]).

%% --- building and taking apart

append(L1, L2) -> L1 ++ L2.

append([L]) -> L;
append([H | T]) -> H ++ append(T);
append([]) -> [].

subtract(L1, L2) -> L1 -- L2.

reverse([] = L) -> L;
reverse([_] = L) -> L;
reverse([A, B]) -> [B, A];
reverse([A, B | L]) -> lists:reverse(L, [B, A]).

nth(1, [H | _]) -> H;
nth(N, [_ | T]) when N > 1 -> nth(N - 1, T).

nthtail(0, []) -> [];
nthtail(0, [_ | _] = L) -> L;
nthtail(1, [_ | T]) -> T;
nthtail(N, [_ | T]) when N > 1 -> nthtail(N - 1, T).

prefix([X | PreTail], [X | Tail]) -> prefix(PreTail, Tail);
prefix([], List) when is_list(List) -> true;
prefix([_ | _], List) when is_list(List) -> false.

suffix(Suffix, List) ->
    Delta = length(List) - length(Suffix),
    Delta >= 0 andalso nthtail(Delta, List) =:= Suffix.

droplast([_T]) -> [];
droplast([H | T]) -> [H | droplast(T)].

last([E | Es]) -> last(E, Es).

last(_, [E | Es]) -> last(E, Es);
last(E, []) -> E.

seq(First, Last) when is_integer(First), is_integer(Last), First - 1 =< Last ->
    seq_down(Last, First, []).

seq_down(N, First, Acc) when N >= First -> seq_down(N - 1, First, [N | Acc]);
seq_down(_, _, Acc) -> Acc.

seq(First, Last, Inc) when is_integer(First), is_integer(Last), is_integer(Inc),
                           (Inc > 0 andalso First - Inc =< Last orelse Inc < 0 andalso First - Inc >= Last) ->
    seq_by(((Last - First + Inc) div Inc - 1) * Inc + First, First, Inc, []);
seq(Same, Same, 0) when is_integer(Same) ->
    [Same];
seq(First, Last, Inc) ->
    erlang:error(badarg, [First, Last, Inc]).

seq_by(N, First, Inc, Acc) when Inc > 0, N >= First -> seq_by(N - Inc, First, Inc, [N | Acc]);
seq_by(N, First, Inc, Acc) when Inc < 0, N =< First -> seq_by(N - Inc, First, Inc, [N | Acc]);
seq_by(_, _, _, Acc) -> Acc.

sum(L) -> sum(L, 0).

sum([H | T], Sum) -> sum(T, Sum + H);
sum([], Sum) -> Sum.

duplicate(N, X) when is_integer(N), N >= 0 -> duplicate(N, X, []).

duplicate(0, _, L) -> L;
duplicate(N, X, L) -> duplicate(N - 1, X, [X | L]).

min([H | T]) -> min(T, H).

min([H | T], Min) when H < Min -> min(T, H);
min([_ | T], Min) -> min(T, Min);
min([], Min) -> Min.

max([H | T]) -> max(T, H).

max([H | T], Max) when H > Max -> max(T, H);
max([_ | T], Max) -> max(T, Max);
max([], Max) -> Max.

sublist(List, 1, L) when is_list(List), is_integer(L), L >= 0 -> sublist(List, L);
sublist([], S, _L) when is_integer(S), S >= 2 -> [];
sublist([_H | T], S, L) when is_integer(S), S >= 2 -> sublist(T, S - 1, L).

sublist(List, L) when is_integer(L), is_list(List) -> sublist_2(List, L).

sublist_2([H | T], L) when L > 0 -> [H | sublist_2(T, L - 1)];
sublist_2(_, 0) -> [];
sublist_2(List, L) when is_list(List), L > 0 -> [].

delete(Item, [Item | Rest]) -> Rest;
delete(Item, [H | Rest]) -> [H | delete(Item, Rest)];
delete(_, []) -> [].

split(N, List) when is_integer(N), N >= 0, is_list(List) ->
    case split(N, List, []) of
        {_, _} = Result -> Result;
        Fault when is_atom(Fault) -> erlang:error(Fault, [N, List])
    end;
split(N, List) ->
    erlang:error(badarg, [N, List]).

split(0, L, R) -> {reverse(R), L};
split(N, [H | T], R) -> split(N - 1, T, [H | R]);
split(_, [], _) -> badarg.

enumerate(List) when is_list(List) -> enumerate(1, List).

enumerate(Index, [H | T]) when is_integer(Index) -> [{Index, H} | enumerate(Index + 1, T)];
enumerate(Index, []) when is_integer(Index) -> [].

join(_Sep, []) -> [];
join(Sep, [H | T]) -> [H | join_prepend(Sep, T)].

join_prepend(_Sep, []) -> [];
join_prepend(Sep, [H | T]) -> [Sep, H | join_prepend(Sep, T)].

concat(List) -> flatmap(fun thing_to_list/1, List).

thing_to_list(X) when is_integer(X) -> integer_to_list(X);
thing_to_list(X) when is_float(X) -> float_to_list(X);
thing_to_list(X) when is_atom(X) -> atom_to_list(X);
thing_to_list(X) when is_list(X) -> X.

flatten(List) when is_list(List) -> do_flatten(List, []).

flatten(List, Tail) when is_list(List), is_list(Tail) -> do_flatten(List, Tail).

do_flatten([H | T], Tail) when is_list(H) -> do_flatten(H, do_flatten(T, Tail));
do_flatten([H | T], Tail) -> [H | do_flatten(T, Tail)];
do_flatten([], Tail) -> Tail.

flatlength(List) -> flatlength(List, 0).

flatlength([H | T], L) when is_list(H) -> flatlength(H, flatlength(T, L));
flatlength([_ | T], L) -> flatlength(T, L + 1);
flatlength([], L) -> L.

zip([X | Xs], [Y | Ys]) -> [{X, Y} | zip(Xs, Ys)];
zip([], []) -> [].

unzip(Ts) -> unzip(Ts, [], []).

unzip([{X, Y} | Ts], Xs, Ys) -> unzip(Ts, [X | Xs], [Y | Ys]);
unzip([], Xs, Ys) -> {reverse(Xs), reverse(Ys)}.

zip3([X | Xs], [Y | Ys], [Z | Zs]) -> [{X, Y, Z} | zip3(Xs, Ys, Zs)];
zip3([], [], []) -> [].

unzip3(Ts) -> unzip3(Ts, [], [], []).

unzip3([{X, Y, Z} | Ts], Xs, Ys, Zs) -> unzip3(Ts, [X | Xs], [Y | Ys], [Z | Zs]);
unzip3([], Xs, Ys, Zs) -> {reverse(Xs), reverse(Ys), reverse(Zs)}.

zipwith(F, [X | Xs], [Y | Ys]) -> [F(X, Y) | zipwith(F, Xs, Ys)];
zipwith(F, [], []) when is_function(F, 2) -> [].

zipwith3(F, [X | Xs], [Y | Ys], [Z | Zs]) -> [F(X, Y, Z) | zipwith3(F, Xs, Ys, Zs)];
zipwith3(F, [], [], []) when is_function(F, 3) -> [].

uniq(L) -> uniq_1(L, #{}).

uniq_1([X | Xs], Seen) when is_map_key(X, Seen) -> uniq_1(Xs, Seen);
uniq_1([X | Xs], Seen) -> [X | uniq_1(Xs, Seen#{X => true})];
uniq_1([], _) -> [].

uniq(F, L) when is_function(F, 1) -> uniq_2(L, F, #{}).

uniq_2([X | Xs], F, Seen) ->
    Key = F(X),
    case Seen of
        #{Key := _} -> uniq_2(Xs, F, Seen);
        #{} -> [X | uniq_2(Xs, F, Seen#{Key => true})]
    end;
uniq_2([], _, _) -> [].

%% --- with funs

all(Pred, List) when is_function(Pred, 1) ->
    case List of
        [H | T] ->
            case Pred(H) of
                true -> all_1(Pred, T);
                false -> false
            end;
        [] -> true
    end.

all_1(Pred, [H | T]) ->
    case Pred(H) of
        true -> all_1(Pred, T);
        false -> false
    end;
all_1(_, []) -> true.

any(Pred, List) when is_function(Pred, 1) ->
    case List of
        [H | T] ->
            case Pred(H) of
                true -> true;
                false -> any_1(Pred, T)
            end;
        [] -> false
    end.

any_1(Pred, [H | T]) ->
    case Pred(H) of
        true -> true;
        false -> any_1(Pred, T)
    end;
any_1(_, []) -> false.

map(F, List) when is_function(F, 1) ->
    case List of
        [H | T] -> [F(H) | map_1(F, T)];
        [] -> []
    end.

map_1(F, [H | T]) -> [F(H) | map_1(F, T)];
map_1(_, []) -> [].

flatmap(F, List) when is_function(F, 1) -> flatmap_1(F, List).

flatmap_1(F, [H | T]) -> F(H) ++ flatmap_1(F, T);
flatmap_1(_, []) -> [].

foldl(F, Acc, List) when is_function(F, 2) ->
    case List of
        [H | T] -> foldl_1(F, F(H, Acc), T);
        [] -> Acc
    end.

foldl_1(F, Acc, [H | T]) -> foldl_1(F, F(H, Acc), T);
foldl_1(_, Acc, []) -> Acc.

foldr(F, Acc, List) when is_function(F, 2) -> foldr_1(F, Acc, List).

foldr_1(F, Acc, [H | T]) -> F(H, foldr_1(F, Acc, T));
foldr_1(_, Acc, []) -> Acc.

filter(Pred, List) when is_function(Pred, 1) -> [E || E <- List, Pred(E)].

partition(Pred, L) when is_function(Pred, 1) -> partition_1(Pred, L, [], []).

partition_1(Pred, [H | T], As, Bs) ->
    case Pred(H) of
        true -> partition_1(Pred, T, [H | As], Bs);
        false -> partition_1(Pred, T, As, [H | Bs])
    end;
partition_1(_, [], As, Bs) -> {reverse(As), reverse(Bs)}.

filtermap(F, List) when is_function(F, 1) -> filtermap_1(F, List).

filtermap_1(F, [H | T]) ->
    case F(H) of
        true -> [H | filtermap_1(F, T)];
        {true, Value} -> [Value | filtermap_1(F, T)];
        false -> filtermap_1(F, T)
    end;
filtermap_1(_, []) -> [].

zf(F, L) -> filtermap(F, L).

foreach(F, List) when is_function(F, 1) -> foreach_1(F, List).

foreach_1(F, [H | T]) ->
    F(H),
    foreach_1(F, T);
foreach_1(_, []) -> ok.

mapfoldl(F, Acc, List) when is_function(F, 2) -> mapfoldl_1(F, Acc, List).

mapfoldl_1(F, Acc0, [H | T]) ->
    {R, Acc1} = F(H, Acc0),
    {Rs, Acc2} = mapfoldl_1(F, Acc1, T),
    {[R | Rs], Acc2};
mapfoldl_1(_, Acc, []) -> {[], Acc}.

mapfoldr(F, Acc, List) when is_function(F, 2) -> mapfoldr_1(F, Acc, List).

mapfoldr_1(F, Acc0, [H | T]) ->
    {Rs, Acc1} = mapfoldr_1(F, Acc0, T),
    {R, Acc2} = F(H, Acc1),
    {[R | Rs], Acc2};
mapfoldr_1(_, Acc, []) -> {[], Acc}.

takewhile(Pred, List) when is_function(Pred, 1) -> takewhile_1(Pred, List).

takewhile_1(Pred, [H | T]) ->
    case Pred(H) of
        true -> [H | takewhile_1(Pred, T)];
        false -> []
    end;
takewhile_1(_, []) -> [].

dropwhile(Pred, List) when is_function(Pred, 1) -> dropwhile_1(Pred, List).

dropwhile_1(Pred, [H | T] = List) ->
    case Pred(H) of
        true -> dropwhile_1(Pred, T);
        false -> List
    end;
dropwhile_1(_, []) -> [].

splitwith(Pred, List) when is_function(Pred, 1) -> splitwith_1(Pred, List, []).

splitwith_1(Pred, [H | T] = List, Taken) ->
    case Pred(H) of
        true -> splitwith_1(Pred, T, [H | Taken]);
        false -> {reverse(Taken), List}
    end;
splitwith_1(_, [], Taken) -> {reverse(Taken), []}.

search(Pred, List) when is_function(Pred, 1) -> search_1(Pred, List).

search_1(Pred, [H | T]) ->
    case Pred(H) of
        true -> {value, H};
        false -> search_1(Pred, T)
    end;
search_1(_, []) -> false.

%% --- lists of tuples

keydelete(K, N, L) when is_integer(N), N > 0 -> keydelete3(K, N, L).

keydelete3(Key, N, [H | T]) when element(N, H) == Key -> T;
keydelete3(Key, N, [H | T]) -> [H | keydelete3(Key, N, T)];
keydelete3(_, _, []) -> [].

keyreplace(K, N, L, New) when is_integer(N), N > 0, is_tuple(New) -> keyreplace3(K, N, L, New).

keyreplace3(Key, Pos, [Tuple | Rest], New) when element(Pos, Tuple) == Key -> [New | Rest];
keyreplace3(Key, Pos, [H | Rest], New) -> [H | keyreplace3(Key, Pos, Rest, New)];
keyreplace3(_, _, [], _) -> [].

keytake(Key, N, L) when is_integer(N), N > 0 -> keytake(Key, N, L, []).

keytake(Key, N, [H | T], Before) when element(N, H) == Key -> {value, H, lists:reverse(Before, T)};
keytake(Key, N, [H | T], Before) -> keytake(Key, N, T, [H | Before]);
keytake(_, _, [], _) -> false.

keystore(K, N, L, New) when is_integer(N), N > 0, is_tuple(New) -> keystore2(K, N, L, New).

keystore2(Key, N, [H | T], New) when element(N, H) == Key -> [New | T];
keystore2(Key, N, [H | T], New) -> [H | keystore2(Key, N, T, New)];
keystore2(_, _, [], New) -> [New].

keymap(Fun, Index, [Tuple | Rest]) ->
    [setelement(Index, Tuple, Fun(element(Index, Tuple))) | keymap(Fun, Index, Rest)];
keymap(Fun, Index, []) when is_integer(Index), Index >= 1, is_function(Fun, 1) -> [].

%% --- sorting and merging

sort(L) when length(L) >= 0 -> console:sort(L).

usort(L) when length(L) >= 0 -> unique(console:stable_sort(L)).

unique([X, Y | T]) when X == Y -> unique([X | T]);
unique([X | T]) -> [X | unique(T)];
unique([]) -> [].

keysort(I, L) when is_integer(I), I > 0 ->
    case L of
        [] -> L;
        [_] -> L;
        [_, _ | _] -> keysort_1(I, L)
    end.

ukeysort(I, L) when is_integer(I), I > 0 ->
    case L of
        [] -> L;
        [_] -> L;
        [_, _ | _] -> key_unique(I, keysort_1(I, L))
    end.

%% What cannot be sorted fails where its key is asked for.
keysort_1(I, L) ->
    try console:keysort(I, L) of
        Sorted -> Sorted
    catch
        error:badarg -> keys(I, L)
    end.

keys(I, [T | Ts]) ->
    _ = element(I, T),
    keys(I, Ts).

key_unique(I, [X, Y | T]) when element(I, X) == element(I, Y) -> key_unique(I, [X | T]);
key_unique(I, [X | T]) -> [X | key_unique(I, T)];
key_unique(_, []) -> [].

%% A stable merge sort: runs are merged in pairs until one is left.
sort(Fun, List) when length(List) >= 0 -> merge_all(Fun, [[X] || X <- List]).

merge_all(_, []) -> [];
merge_all(_, [L]) -> L;
merge_all(Fun, Ls) -> merge_all(Fun, merge_pairs(Fun, Ls)).

merge_pairs(Fun, [A, B | Ls]) -> [merge_fun(Fun, A, B, []) | merge_pairs(Fun, Ls)];
merge_pairs(_, Ls) -> Ls.

merge_fun(Fun, [A | As] = L1, [B | Bs] = L2, Acc) ->
    case Fun(A, B) of
        true -> merge_fun(Fun, As, L2, [A | Acc]);
        false -> merge_fun(Fun, L1, Bs, [B | Acc])
    end;
merge_fun(_, [], L2, Acc) -> lists:reverse(Acc, L2);
merge_fun(_, L1, [], Acc) -> lists:reverse(Acc, L1).

usort(Fun, List) when is_function(Fun, 2), length(List) >= 0 -> umerge_all(Fun, [[X] || X <- List]).

umerge_all(_, []) -> [];
umerge_all(_, [L]) -> L;
umerge_all(Fun, Ls) -> umerge_all(Fun, umerge_pairs(Fun, Ls)).

umerge_pairs(Fun, [A, B | Ls]) -> [umerge_fun(Fun, A, B, []) | umerge_pairs(Fun, Ls)];
umerge_pairs(_, Ls) -> Ls.

%% Of two that are equal by Fun, the one from the first list stays.
umerge_fun(Fun, [A | As] = L1, [B | Bs] = L2, Acc) ->
    case Fun(A, B) of
        true ->
            case Fun(B, A) of
                true -> umerge_fun(Fun, L1, Bs, Acc);
                false -> umerge_fun(Fun, As, L2, [A | Acc])
            end;
        false -> umerge_fun(Fun, L1, Bs, [B | Acc])
    end;
umerge_fun(_, [], L2, Acc) -> lists:reverse(Acc, L2);
umerge_fun(_, L1, [], Acc) -> lists:reverse(Acc, L1).

merge(Ls) when length(Ls) >= 0 -> merge_all(fun(A, B) -> A =< B end, [L || L <- Ls]).
merge(L1, []) -> L1;
merge([], [_ | _] = L2) -> L2;
merge(L1, L2) when is_list(L1), is_list(L2) -> merge_fun(fun(A, B) -> A =< B end, L1, L2, []).
merge(Fun, L1, L2) when is_function(Fun, 2) -> merge_fun(Fun, L1, L2, []).
merge3(L1, L2, L3) -> merge(merge(L1, L2), L3).

umerge(Ls) -> umerge_all(fun(A, B) -> A =< B end, [L || L <- Ls]).
umerge([], L2) -> L2;
umerge([_ | _] = L1, []) -> L1;
umerge(L1, L2) when is_list(L1), is_list(L2) -> umerge_fun(fun(A, B) -> A =< B end, L1, L2, []).
umerge(Fun, L1, L2) when is_function(Fun, 2) -> umerge_fun(Fun, L1, L2, []).
umerge3(L1, L2, L3) -> umerge(umerge(L1, L2), L3).

keymerge(I, L1, L2) when is_integer(I), I > 0 ->
    merge_fun(fun(A, B) -> element(I, A) =< element(I, B) end, L1, L2, []).

ukeymerge(I, L1, L2) when is_integer(I), I > 0 ->
    umerge_fun(fun(A, B) -> element(I, A) =< element(I, B) end, L1, L2, []).

%% Lists that are sorted downwards.
rmerge(L1, L2) -> reverse(merge(fun(A, B) -> A =< B end, reverse(L1), reverse(L2))).
rmerge(Fun, L1, L2) when is_function(Fun, 2) -> reverse(merge_fun(Fun, reverse(L1), reverse(L2), [])).
rmerge3(L1, L2, L3) -> rmerge(rmerge(L1, L2), L3).

rumerge(L1, L2) -> reverse(umerge(reverse(L1), reverse(L2))).
rumerge(Fun, L1, L2) when is_function(Fun, 2) -> reverse(umerge_fun(Fun, reverse(L1), reverse(L2), [])).
rumerge3(L1, L2, L3) -> rumerge(rumerge(L1, L2), L3).

rkeymerge(I, L1, L2) -> reverse(keymerge(I, reverse(L1), reverse(L2))).

rukeymerge(I, L1, L2) -> reverse(ukeymerge(I, reverse(L1), reverse(L2))).
