%% A cache of three entries that forgets what was not used for longest: a map, and a gb_tree from times to keys.
-module(prog_lru_cache).
-export([main/0]).

-record(cache, {size, clock = 0, entries = #{}, times = gb_trees:empty(), hits = 0, misses = 0}).

main() ->
    Work = [1, 2, 3, 1, 4, 5, 1, 2, 3, 4, 5, 1, 1, 1, 9],
    Cache = lists:foldl(fun(N, C) ->
                            {Value, C1} = fetch(N, fun slow_square/1, C),
                            true = Value =:= N * N,
                            io:format("~w: ~w~n", [N, lists:sort(maps:keys(C1#cache.entries))]),
                            C1
                        end, #cache{size = 3}, Work),
    io:format("~p~n", [Cache#cache.times]),
    {Cache#cache.hits, Cache#cache.misses, gb_trees:smallest(Cache#cache.times), gb_trees:largest(Cache#cache.times)}.

slow_square(N) -> timer:sleep(1), N * N.

fetch(Key, Fun, #cache{entries = Entries, clock = Now} = Cache) ->
    case Entries of
        #{Key := {Value, Time}} ->
            Times = gb_trees:insert(Now, Key, gb_trees:delete(Time, Cache#cache.times)),
            {Value, Cache#cache{entries = Entries#{Key := {Value, Now}}, times = Times, clock = Now + 1,
                                hits = Cache#cache.hits + 1}};
        #{} ->
            Value = Fun(Key),
            Roomy = make_room(Cache),
            {Value, Roomy#cache{entries = (Roomy#cache.entries)#{Key => {Value, Now}}, clock = Now + 1,
                                times = gb_trees:insert(Now, Key, Roomy#cache.times), misses = Roomy#cache.misses + 1}}
    end.

make_room(#cache{size = Size, entries = Entries, times = Times} = Cache) when map_size(Entries) >= Size ->
    {_, Oldest, Rest} = gb_trees:take_smallest(Times),
    Cache#cache{entries = maps:remove(Oldest, Entries), times = Rest};
make_room(Cache) -> Cache.
