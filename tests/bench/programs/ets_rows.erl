%% Tables: Count rows of three elements inserted into a table of type Type, then looked up, Times times.
-module(ets_rows).
-export([run/3]).

run(Type, Count, Times) -> run(Type, Count, Times, 0).

run(_, _, 0, Sum) -> Sum;
run(Type, Count, Times, Sum) ->
    Table = ets:new(rows, [Type]),
    insert(Count, Count + 3, Table),
    Found = lookup(Count, Count + 3, Table, 0),
    ets:delete(Table),
    run(Type, Count, Times - 1, Sum + Found).

insert(0, _, _) -> ok;
insert(N, Prime, Table) ->
    ets:insert(Table, {key(N, Prime), N, name}),
    insert(N - 1, Prime, Table).

lookup(0, _, _, Sum) -> Sum;
lookup(N, Prime, Table, Sum) ->
    [{_, Value, name}] = ets:lookup(Table, key(N, Prime)),
    lookup(N - 1, Prime, Table, Sum + Value).

%% Scattered, each once: both 100,000 and 1,000,000 are three less than a prime.
key(N, Prime) -> N * 7919 rem Prime.
