-module(dictionary_order).
-export([main/0]).

%% Each in a process of its own, whose dictionary begins empty.
in_process(Fun) ->
    {_, Monitor} = spawn_monitor(fun() -> exit({done, Fun()}) end),
    receive {'DOWN', Monitor, _, _, {done, Result}} -> io:format("~w~n", [Result]) end.

main() ->
    [in_process(fun() -> [put(X, 0) || X <- lists:seq(1, N)], get_keys() end) || N <- [7, 8, 9, 16, 33, 100]],
    [in_process(fun() -> [put(X * Step, 0) || X <- lists:seq(1, 60)], get_keys() end) || Step <- [8, 16, 24, 64]],
    in_process(fun() -> [put(X, X) || X <- [8, 16, 24, 0, 1, 9, 17]], erase(16), put(8, new), get() end),
    in_process(fun() -> [put(X, 0) || X <- [-1, -2, -3, 3, 2, 1, 0, 1 bsl 70, 1.5, "abc", <<"q">>, {1, 2}, [1], #{}, []]], get_keys() end),
    in_process(fun() -> [put(X * 8, X rem 3) || X <- lists:seq(1, 30)], {get_keys(1), erase()} end),
    in_process(fun() -> [put(X, 0) || X <- [name, count, state, value, id, data, list, size, max, min]], get_keys() end).
