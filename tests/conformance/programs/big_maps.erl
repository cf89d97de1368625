%% More than 32 keys: the order of printing is not the order of keys, but equality and lookup are unaffected.
-module(big_maps).
-export([main/0]).

main() ->
    M = maps:from_list([{N, N * N} || N <- lists:seq(1, 1000)]),
    Back = maps:from_list(lists:reverse(maps:to_list(M))),
    Less = lists:foldl(fun maps:remove/2, M, lists:seq(11, 1000)),
    {map_size(M), M =:= Back, maps:get(500, M), maps:fold(fun(_, V, A) -> V + A end, 0, M), Less,
     lists:sort(maps:keys(maps:filter(fun(K, _) -> K rem 250 =:= 0 end, M)))}.
