%% Property lists: {Key, Value} tuples, and atoms that stand for {Atom, true}.
-module(proplists).
-export([property/1, property/2, unfold/1, compact/1, lookup/2, lookup_all/2, is_defined/2, get_value/2, get_value/3,
         get_all_values/2, append_values/2, get_bool/2, get_keys/1, delete/2, substitute_aliases/2,
         substitute_negations/2, expand/2, normalize/2, split/2, from_map/1, to_map/1, to_map/2]).

property({Key, true}) when is_atom(Key) -> Key;
property(Property) -> Property.

property(Key, true) when is_atom(Key) -> Key;
property(Key, Value) -> {Key, Value}.

unfold([P | Ps]) when is_atom(P) -> [{P, true} | unfold(Ps)];
unfold([P | Ps]) -> [P | unfold(Ps)];
unfold([]) -> [].

compact(List) -> [property(P) || P <- List].

lookup(Key, [P | Ps]) ->
    if
        is_atom(P), P =:= Key -> {Key, true};
        tuple_size(P) >= 1, element(1, P) =:= Key -> P;
        true -> lookup(Key, Ps)
    end;
lookup(_, []) -> none.

lookup_all(Key, [P | Ps]) ->
    if
        is_atom(P), P =:= Key -> [{Key, true} | lookup_all(Key, Ps)];
        tuple_size(P) >= 1, element(1, P) =:= Key -> [P | lookup_all(Key, Ps)];
        true -> lookup_all(Key, Ps)
    end;
lookup_all(_, []) -> [].

is_defined(Key, [P | Ps]) ->
    if
        is_atom(P), P =:= Key -> true;
        tuple_size(P) >= 1, element(1, P) =:= Key -> true;
        true -> is_defined(Key, Ps)
    end;
is_defined(_, []) -> false.

get_value(Key, List) -> get_value(Key, List, undefined).

%% Only a pair has a value; the first entry of the key decides.
get_value(Key, [P | Ps], Default) ->
    if
        is_atom(P), P =:= Key -> true;
        tuple_size(P) >= 1, element(1, P) =:= Key ->
            case P of
                {_, Value} -> Value;
                _ -> Default
            end;
        true -> get_value(Key, Ps, Default)
    end;
get_value(_, [], Default) -> Default.

get_all_values(Key, [P | Ps]) ->
    if
        is_atom(P), P =:= Key -> [true | get_all_values(Key, Ps)];
        tuple_size(P) >= 1, element(1, P) =:= Key ->
            case P of
                {_, Value} -> [Value | get_all_values(Key, Ps)];
                _ -> get_all_values(Key, Ps)
            end;
        true -> get_all_values(Key, Ps)
    end;
get_all_values(_, []) -> [].

append_values(Key, List) when is_list(List) -> append_each(get_all_values(Key, List)).

append_each([Value | Values]) when is_list(Value) -> Value ++ append_each(Values);
append_each([Value | Values]) -> [Value | append_each(Values)];
append_each([]) -> [].

get_bool(Key, [P | Ps]) ->
    if
        is_atom(P), P =:= Key -> true;
        tuple_size(P) >= 1, element(1, P) =:= Key -> tuple_size(P) =:= 2 andalso element(2, P) =:= true;
        true -> get_bool(Key, Ps)
    end;
get_bool(_, []) -> false.

%% Keys without repetition, in the order of a set built from the end.
get_keys(List) -> ordered_keys(List, sets:new()).

ordered_keys([P | Ps], Keys) ->
    if
        is_atom(P) -> ordered_keys(Ps, sets:add_element(P, Keys));
        tuple_size(P) >= 1 -> ordered_keys(Ps, sets:add_element(element(1, P), Keys));
        true -> ordered_keys(Ps, Keys)
    end;
ordered_keys([], Keys) -> sets:to_list(Keys).

delete(Key, [P | Ps]) ->
    if
        is_atom(P), P =:= Key -> delete(Key, Ps);
        tuple_size(P) >= 1, element(1, P) =:= Key -> delete(Key, Ps);
        true -> [P | delete(Key, Ps)]
    end;
delete(_, []) -> [].

substitute_aliases(Aliases, List) -> [alias(Aliases, P) || P <- List].

alias([{Key, Other} | Rest], P) ->
    if
        is_atom(P), P =:= Key -> property(Other, true);
        tuple_size(P) >= 1, element(1, P) =:= Key -> property(setelement(1, P, Other));
        true -> alias(Rest, P)
    end;
alias([], P) -> P.

substitute_negations(Negations, List) -> [negation(Negations, P) || P <- List].

negation([{Key, Other} | Rest], P) ->
    if
        is_atom(P), P =:= Key -> property(Other, false);
        tuple_size(P) >= 1, element(1, P) =:= Key ->
            case P of
                {_, true} -> property(Other, false);
                {_, false} -> property(Other, true);
                _ -> property(Other, true)
            end;
        true -> negation(Rest, P)
    end;
negation([], P) -> P.

%% The first entry of each key that has an expansion is replaced by it, unless the key was given otherwise before.
expand(Expansions, List) ->
    Each = fun({Property, Expansion}, Acc) when is_list(Acc) -> expand_one(property(Property), Expansion, Acc);
              (_, Acc) -> Acc
           end,
    splice(lists:foldl(Each, List, Expansions)).

%% Lists among the entries become part of the list.
splice([P | Ps]) when is_list(P) -> splice(P ++ Ps);
splice([P | Ps]) -> [P | splice(Ps)];
splice([]) -> [].

expand_one(Property, Expansion, List) ->
    Key = key(Property),
    case [P || Key =/= [], P <- List, key(P) =:= Key] of
        [First | _] ->
            case property(First) =:= Property of
                true -> [case property(P) of Property -> Expansion; _ -> P end || P <- List];
                false -> List
            end;
        [] -> List
    end.

%% The key in a list, so that what has none differs from all.
key(P) when is_atom(P) -> [P];
key(P) when tuple_size(P) >= 1 -> [element(1, P)];
key(_) -> [].

normalize(List, [{aliases, Aliases} | Rest]) -> normalize(substitute_aliases(Aliases, List), Rest);
normalize(List, [{negations, Negations} | Rest]) -> normalize(substitute_negations(Negations, List), Rest);
normalize(List, [{expand, Expansions} | Rest]) -> normalize(expand(Expansions, List), Rest);
normalize(List, []) -> compact(List).

split(List, Keys) ->
    Found = [{Key, [P || P <- List, key(P) =:= [Key]]} || Key <- Keys],
    Rest = [P || P <- List, not is_among(key(P), Keys)],
    {[Entries || {_, Entries} <- Found], Rest}.

is_among([Key], Keys) -> lists:member(Key, Keys);
is_among([], _) -> false.

from_map(Map) -> maps:to_list(Map).

to_map(List) ->
    lists:foldr(fun(P, Map) ->
                        if
                            is_atom(P) -> Map#{P => true};
                            tuple_size(P) =:= 2 -> Map#{element(1, P) => element(2, P)};
                            tuple_size(P) >= 1 -> maps:remove(element(1, P), Map);
                            true -> Map
                        end
                end, #{}, List).

to_map(List, Stages) -> to_map(normalize(List, Stages)).
