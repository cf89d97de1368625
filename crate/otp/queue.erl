%% Queues as two lists: {Rear, Front}, the newest first in Rear, the oldest first in Front. When one list runs empty, half of
%% the other takes its place, so that a queue of two or more always has something at both ends.
-module(queue).
-compile({no_auto_import, [get/1]}).
-export([new/0, is_queue/1, is_empty/1, len/1, to_list/1, from_list/1, member/2, in/2, in_r/2, out/1, out_r/1,
         get/1, get_r/1, peek/1, peek_r/1, drop/1, drop_r/1, reverse/1, join/2, split/2, filter/2, filtermap/2, fold/3,
         any/2, all/2, delete/2, delete_r/2, delete_with/2, delete_with_r/2, cons/2, head/1, tail/1, snoc/2,
         lait/1, daeh/1, last/1, liat/1, init/1]).

new() -> {[], []}.

is_queue({Rear, Front}) when is_list(Rear), is_list(Front) -> true;
is_queue(_) -> false.

is_empty({[], []}) -> true;
is_empty({Rear, Front}) when is_list(Rear), is_list(Front) -> false;
is_empty(Q) -> erlang:error(badarg, [Q]).

len({Rear, Front}) when is_list(Rear), is_list(Front) -> length(Rear) + length(Front);
len(Q) -> erlang:error(badarg, [Q]).

to_list({Rear, Front}) when is_list(Rear), is_list(Front) -> Front ++ lists:reverse(Rear);
to_list(Q) -> erlang:error(badarg, [Q]).

from_list(List) when is_list(List) -> from_front(List);
from_list(List) -> erlang:error(badarg, [List]).

member(Item, {Rear, Front}) when is_list(Rear), is_list(Front) -> lists:member(Item, Front) orelse lists:member(Item, Rear);
member(Item, Q) -> erlang:error(badarg, [Item, Q]).

%% A queue of these items, the oldest first.
from_front(Front) ->
    {Old, New} = lists:split(length(Front) div 2, Front),
    {lists:reverse(New), Old}.

%% A queue of these items, the newest first.
from_rear(Rear) ->
    {New, Old} = lists:split(length(Rear) div 2, Rear),
    {New, lists:reverse(Old)}.

in(Item, {[_] = Rear, []}) -> {[Item], Rear};
in(Item, {Rear, Front}) when is_list(Rear), is_list(Front) -> {[Item | Rear], Front};
in(Item, Q) -> erlang:error(badarg, [Item, Q]).

in_r(Item, {[], [_] = Front}) -> {Front, [Item]};
in_r(Item, {Rear, Front}) when is_list(Rear), is_list(Front) -> {Rear, [Item | Front]};
in_r(Item, Q) -> erlang:error(badarg, [Item, Q]).

out({[], []} = Q) -> {empty, Q};
out({[Item], []}) -> {{value, Item}, {[], []}};
out({[Newest | Rest], []}) ->
    [Item | Front] = lists:reverse(Rest),
    {{value, Item}, {[Newest], Front}};
out({Rear, [Item]}) when is_list(Rear) -> {{value, Item}, from_rear(Rear)};
out({Rear, [Item | Front]}) when is_list(Rear) -> {{value, Item}, {Rear, Front}};
out(Q) -> erlang:error(badarg, [Q]).

out_r({[], []} = Q) -> {empty, Q};
out_r({[], [Item]}) -> {{value, Item}, {[], []}};
out_r({[], [Oldest | Rest]}) ->
    [Item | Rear] = lists:reverse(Rest),
    {{value, Item}, {Rear, [Oldest]}};
out_r({[Item], Front}) when is_list(Front) -> {{value, Item}, from_front(Front)};
out_r({[Item | Rear], Front}) when is_list(Front) -> {{value, Item}, {Rear, Front}};
out_r(Q) -> erlang:error(badarg, [Q]).

peek({[], []}) -> empty;
peek({Rear, [Item | _]}) when is_list(Rear) -> {value, Item};
peek({[_ | _] = Rear, []}) -> {value, lists:last(Rear)};
peek(Q) -> erlang:error(badarg, [Q]).

peek_r({[], []}) -> empty;
peek_r({[Item | _], Front}) when is_list(Front) -> {value, Item};
peek_r({[], [_ | _] = Front}) -> {value, lists:last(Front)};
peek_r(Q) -> erlang:error(badarg, [Q]).

get({[], []} = Q) -> erlang:error(empty, [Q]);
get({Rear, Front} = Q) when is_list(Rear), is_list(Front) -> {value, Item} = peek(Q), Item;
get(Q) -> erlang:error(badarg, [Q]).

get_r({[], []} = Q) -> erlang:error(empty, [Q]);
get_r({Rear, Front} = Q) when is_list(Rear), is_list(Front) -> {value, Item} = peek_r(Q), Item;
get_r(Q) -> erlang:error(badarg, [Q]).

drop({[], []} = Q) -> erlang:error(empty, [Q]);
drop({Rear, Front} = Q) when is_list(Rear), is_list(Front) -> element(2, out(Q));
drop(Q) -> erlang:error(badarg, [Q]).

drop_r({[], []} = Q) -> erlang:error(empty, [Q]);
drop_r({Rear, Front} = Q) when is_list(Rear), is_list(Front) -> element(2, out_r(Q));
drop_r(Q) -> erlang:error(badarg, [Q]).

reverse({Rear, Front}) when is_list(Rear), is_list(Front) -> {Front, Rear};
reverse(Q) -> erlang:error(badarg, [Q]).

join({Rear, Front} = Q, {[], []}) when is_list(Rear), is_list(Front) -> Q;
join({[], []}, {Rear, Front} = Q) when is_list(Rear), is_list(Front) -> Q;
join({Rear1, Front1}, {Rear2, Front2}) when is_list(Rear1), is_list(Front1), is_list(Rear2), is_list(Front2) ->
    {Rear2, Front1 ++ lists:reverse(Rear1, Front2)};
join(Q1, Q2) -> erlang:error(badarg, [Q1, Q2]).

split(N, {Rear, Front} = Q) when is_integer(N), N >= 0, is_list(Rear), is_list(Front) ->
    Old = length(Front),
    All = Old + length(Rear),
    if
        N =:= 0 -> {new(), Q};
        N =:= All -> {Q, new()};
        N > All -> erlang:error(badarg, [N, Q]);
        N < Old ->
            {[First | Moved], Rest} = lists:split(N, Front),
            {{lists:reverse(Moved), [First]}, {Rear, Rest}};
        true ->
            case lists:split(All - N, Rear) of
                {New, []} -> {with([], Front), from_rear(New)};
                {[Last | Moved], Middle} -> {with(Middle, Front), {[Last], lists:reverse(Moved)}}
            end
    end;
split(N, Q) -> erlang:error(badarg, [N, Q]).

%% A queue of these lists, neither of them empty if it can be.
with([], Front) -> from_front(Front);
with(Rear, []) -> from_rear(Rear);
with(Rear, Front) -> {Rear, Front}.

filter(Fun, {Rear, Front}) when is_function(Fun, 1), is_list(Rear), is_list(Front) ->
    Old = keep(Fun, Front),
    with(lists:reverse(keep_reversed(Fun, Rear)), Old);
filter(Fun, Q) -> erlang:error(badarg, [Fun, Q]).

keep(Fun, Items) ->
    lists:append([case Fun(Item) of true -> [Item]; false -> []; List when is_list(List) -> List end || Item <- Items]).

keep_reversed(Fun, Rear) -> keep(Fun, lists:reverse(Rear)).

filtermap(Fun, {Rear, Front}) when is_function(Fun, 1), is_list(Rear), is_list(Front) ->
    Old = lists:filtermap(Fun, Front),
    with(lists:reverse(lists:filtermap(Fun, lists:reverse(Rear))), Old);
filtermap(Fun, Q) -> erlang:error(badarg, [Fun, Q]).

fold(Fun, Acc, {Rear, Front}) when is_function(Fun, 2), is_list(Rear), is_list(Front) ->
    lists:foldr(Fun, lists:foldl(Fun, Acc, Front), Rear);
fold(Fun, Acc, Q) -> erlang:error(badarg, [Fun, Acc, Q]).

any(Fun, {Rear, Front}) when is_function(Fun, 1), is_list(Rear), is_list(Front) -> lists:any(Fun, Front) orelse lists:any(Fun, Rear);
any(Fun, Q) -> erlang:error(badarg, [Fun, Q]).

all(Fun, {Rear, Front}) when is_function(Fun, 1), is_list(Rear), is_list(Front) -> lists:all(Fun, Front) andalso lists:all(Fun, Rear);
all(Fun, Q) -> erlang:error(badarg, [Fun, Q]).

delete(Item, {Rear, Front} = Q) when is_list(Rear), is_list(Front) ->
    delete_with(fun(Other) -> Other =:= Item end, Q);
delete(Item, Q) -> erlang:error(badarg, [Item, Q]).

delete_r(Item, {Rear, Front}) when is_list(Rear), is_list(Front) -> reverse(delete(Item, {Front, Rear}));
delete_r(Item, Q) -> erlang:error(badarg, [Item, Q]).

delete_with(Fun, {Rear, Front} = Q) when is_function(Fun, 1), is_list(Rear), is_list(Front) ->
    case without(Fun, Front) of
        none ->
            case without(Fun, lists:reverse(Rear)) of
                none -> Q;
                Left -> with(lists:reverse(Left), Front)
            end;
        Left ->
            with(Rear, Left)
    end;
delete_with(Fun, Q) -> erlang:error(badarg, [Fun, Q]).

delete_with_r(Fun, {Rear, Front}) when is_function(Fun, 1), is_list(Rear), is_list(Front) ->
    reverse(delete_with(Fun, {Front, Rear}));
delete_with_r(Fun, Q) -> erlang:error(badarg, [Fun, Q]).

%% The list without the first item that fits.
without(Fun, Items) ->
    case lists:splitwith(fun(Item) -> case Fun(Item) of true -> false; false -> true end end, Items) of
        {_, []} -> none;
        {Before, [_ | After]} -> Before ++ After
    end.

%% --- the names of Okasaki's book

cons(Item, Q) -> in_r(Item, Q).
head({[], []} = Q) -> erlang:error(empty, [Q]);
head({Rear, Front} = Q) when is_list(Rear), is_list(Front) -> get(Q);
head(Q) -> erlang:error(badarg, [Q]).
tail(Q) -> drop(Q).
snoc(Q, Item) -> in(Item, Q).
daeh(Q) -> get_r(Q).
last(Q) -> get_r(Q).
liat(Q) -> drop_r(Q).
lait(Q) -> drop_r(Q).
init(Q) -> drop_r(Q).
