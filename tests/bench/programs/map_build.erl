%% Maps: 20,000 keys put one by one, each looked up and replaced, Times times.
-module(map_build).
-export([run/1]).

run(Times) -> run(Times, 0).

run(0, Sum) -> Sum;
run(Times, Sum) ->
    Map = touch(20000, fill(20000, #{})),
    run(Times - 1, Sum + maps:size(Map) + maps:get(7, Map)).

fill(0, Map) -> Map;
fill(N, Map) -> fill(N - 1, Map#{N => N * 2}).

touch(0, Map) -> Map;
touch(N, Map) ->
    #{N := Value} = Map,
    touch(N - 1, Map#{N := Value + 1}).
