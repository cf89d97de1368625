%% Tables: 100,000 rows of three elements inserted into a set, then looked up, Times times.
-module(ets_set_100k).
-export([run/1]).

run(Times) -> run(Times, 0).

run(0, Sum) -> Sum;
run(Times, Sum) ->
    Table = ets:new(rows, [set]),
    insert(100000, Table),
    Found = lookup(100000, Table, 0),
    ets:delete(Table),
    run(Times - 1, Sum + Found).

insert(0, _) -> ok;
insert(N, Table) ->
    ets:insert(Table, {key(N), N, name}),
    insert(N - 1, Table).

lookup(0, _, Sum) -> Sum;
lookup(N, Table, Sum) ->
    [{_, Value, name}] = ets:lookup(Table, key(N)),
    lookup(N - 1, Table, Sum + Value).

%% Scattered, each once.
key(N) -> N * 7919 rem 100003.
