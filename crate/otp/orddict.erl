%% Dictionaries as lists of pairs, sorted by key.
-module(orddict).
-compile({no_auto_import, [size/1]}).
-export([new/0, is_key/2, to_list/1, from_list/1, size/1, is_empty/1, fetch/2, find/2, fetch_keys/1, erase/2, take/2,
         store/3, append/3, append_list/3, update/3, update/4, update_counter/3, fold/3, map/2, filter/2, merge/3]).

new() -> [].

is_key(Key, [{K, _} | Rest]) when Key > K -> is_key(Key, Rest);
is_key(Key, [{K, _} | _]) -> Key == K;
is_key(_, []) -> false.

to_list(Dict) -> Dict.

from_list([]) -> [];
from_list([{_, _} | _] = Pairs) -> lists:foldl(fun({Key, Value}, Dict) -> store(Key, Value, Dict) end, [], Pairs).

size(Dict) -> length(Dict).

is_empty([]) -> true;
is_empty([_ | _]) -> false.

fetch(Key, [{K, _} | Rest]) when Key > K -> fetch(Key, Rest);
fetch(Key, [{K, Value} | _]) when Key == K -> Value.

find(Key, [{K, _} | Rest]) when Key > K -> find(Key, Rest);
find(Key, [{K, Value} | _]) when Key == K -> {ok, Value};
find(_, [{_, _} | _]) -> error;
find(_, []) -> error.

fetch_keys([{Key, _} | Dict]) -> [Key | fetch_keys(Dict)];
fetch_keys([]) -> [].

erase(Key, [{K, _} = Pair | Rest]) when Key > K -> [Pair | erase(Key, Rest)];
erase(Key, [{K, _} | Rest]) when Key == K -> Rest;
erase(_, [{_, _} | _] = Dict) -> Dict;
erase(_, []) -> [].

take(Key, Dict) ->
    case find(Key, Dict) of
        {ok, Value} -> {Value, erase(Key, Dict)};
        error -> error
    end.

store(Key, Value, [{K, _} = Pair | Rest]) when Key > K -> [Pair | store(Key, Value, Rest)];
store(Key, Value, [{K, _} | Rest]) when Key == K -> [{Key, Value} | Rest];
store(Key, Value, [{_, _} | _] = Dict) -> [{Key, Value} | Dict];
store(Key, Value, []) -> [{Key, Value}].

append(Key, Value, [{K, _} = Pair | Rest]) when Key > K -> [Pair | append(Key, Value, Rest)];
append(Key, Value, [{K, Old} | Rest]) when Key == K -> [{Key, Old ++ [Value]} | Rest];
append(Key, Value, [{_, _} | _] = Dict) -> [{Key, [Value]} | Dict];
append(Key, Value, []) -> [{Key, [Value]}].

append_list(Key, Values, [{K, _} = Pair | Rest]) when Key > K -> [Pair | append_list(Key, Values, Rest)];
append_list(Key, Values, [{K, Old} | Rest]) when Key == K -> [{Key, Old ++ Values} | Rest];
append_list(Key, Values, [{_, _} | _] = Dict) -> [{Key, Values} | Dict];
append_list(Key, Values, []) -> [{Key, Values}].

update(Key, Fun, [{K, _} = Pair | Rest]) when Key > K -> [Pair | update(Key, Fun, Rest)];
update(Key, Fun, [{K, Value} | Rest]) when Key == K -> [{Key, Fun(Value)} | Rest].

update(Key, Fun, Initial, [{K, _} = Pair | Rest]) when Key > K ->
    [Pair | update(Key, Fun, Initial, Rest)];
update(Key, Fun, _, [{K, Value} | Rest]) when Key == K -> [{Key, Fun(Value)} | Rest];
update(Key, _, Initial, [{_, _} | _] = Dict) -> [{Key, Initial} | Dict];
update(Key, _, Initial, []) -> [{Key, Initial}].

update_counter(Key, By, Dict) -> update(Key, fun(Count) -> Count + By end, By, Dict).

fold(Fun, Acc, [{Key, Value} | Dict]) -> fold(Fun, Fun(Key, Value, Acc), Dict);
fold(Fun, Acc, []) when is_function(Fun, 3) -> Acc.

map(Fun, [{Key, Value} | Dict]) -> [{Key, Fun(Key, Value)} | map(Fun, Dict)];
map(Fun, []) when is_function(Fun, 2) -> [].

filter(Fun, [{Key, Value} = Pair | Dict]) ->
    case Fun(Key, Value) of
        true -> [Pair | filter(Fun, Dict)];
        false -> filter(Fun, Dict)
    end;
filter(Fun, []) when is_function(Fun, 2) -> [].

merge(Fun, [{K1, _} = Pair | Rest], [{K2, _} | _] = Dict) when K1 < K2 -> [Pair | merge(Fun, Rest, Dict)];
merge(Fun, [{K1, _} | _] = Dict, [{K2, _} = Pair | Rest]) when K1 > K2 -> [Pair | merge(Fun, Dict, Rest)];
merge(Fun, [{Key, V1} | Rest1], [{_, V2} | Rest2]) -> [{Key, Fun(Key, V1, V2)} | merge(Fun, Rest1, Rest2)];
merge(Fun, [], Dict) when is_function(Fun, 3) -> Dict;
merge(Fun, Dict, []) when is_function(Fun, 3) -> Dict.
