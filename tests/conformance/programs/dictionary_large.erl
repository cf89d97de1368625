%% A process dictionary with many keys: what is put is found, changed and erased, in time that does not grow with its size.
-module(dictionary_large).
-export([main/0]).

main() ->
    [put({key, N}, N) || N <- lists:seq(1, 100000)],
    [put({key, N}, 2 * N) || N <- lists:seq(1, 100000, 7)],
    Erased = lists:sum([erase({key, N}) || N <- lists:seq(1, 100000, 3)]),
    Left = lists:sum([N || N <- [get({key, N}) || N <- lists:seq(1, 100000)], N =/= undefined]),
    undefined = put(1.0, float),
    undefined = put(1, integer),
    {Erased, Left, length([K || {key, _} = K <- get_keys()]), get(1), get(1.0), length(get_keys(integer)), length(erase()), get()}.
