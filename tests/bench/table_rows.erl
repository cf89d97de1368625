%% Bytes per row of tables with rows {integer(), integer(), atom()}: what ets:info(Table, memory) says (OTP's words, on both
%% systems), and by how much erlang:memory(ets) grows, which is what they take.
-module(table_rows).
-export([main/0]).

-define(ROWS, 100000).

main() -> lists:foreach(fun measure/1, [set, ordered_set, bag, duplicate_bag]).

measure(Type) ->
    Before = erlang:memory(ets),
    Table = ets:new(rows, [Type]),
    fill(Table, 0),
    Said = ets:info(Table, memory) * 8 / ?ROWS,
    Taken = (erlang:memory(ets) - Before) / ?ROWS,
    io:format("~-14w ~6.1f bytes said ~6.1f taken~n", [Type, Said, Taken]),
    ets:delete(Table).

fill(_, ?ROWS) -> ok;
fill(Table, N) ->
    ets:insert(Table, {N, N * 7, hello}),
    fill(Table, N + 1).
