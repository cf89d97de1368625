%% Random operations on tables of all types, the same for the same seed. Each sequence is digested to one number, which is to
%% be the same on every system; trace(Seed, Type) shows the operations and results behind it.
-module(ets_random).
-export([main/0, run/2, trace/2]).

main() -> run(1, 60).

%% Digests of the sequences with these seeds, a line per seed.
run(From, To) ->
    lists:foreach(fun(Seed) -> io:format("~w: ~w~n", [Seed, [digest(Seed, Type) || Type <- types()]]) end,
                  lists:seq(From, To)).

types() -> [set, ordered_set, bag, duplicate_bag].

digest(Seed, Type) -> erlang:phash2([Result || {_, Result} <- trace(Seed, Type)], 1 bsl 32).

trace(Seed, Type) ->
    put(state, Seed * 2654435761 + length(atom_to_list(Type))),
    Table = ets:new(rows, [Type, {keypos, 1 + Seed rem 2}]),
    Steps = [step(Table) || _ <- lists:seq(1, 40)],
    Rest = ets:tab2list(Table),
    ets:delete(Table),
    Steps ++ [{rest, Rest}].

step(Table) ->
    {Function, Arguments} = Operation = operation(random(100)),
    {Operation, result(Function, [Table | Arguments])}.

result(walk, [Table]) -> walk(Table, ets:first(Table), next);
result(walk_back, [Table]) -> walk(Table, ets:last(Table), prev);
result(walk_and_delete, [Table]) ->
    ets:safe_fixtable(Table, true),
    Seen = walk_and_delete(Table, ets:first(Table)),
    ets:safe_fixtable(Table, false),
    Seen;
%% OTP counts wrong when it takes from a fixed bag what has been deleted before.
result(take, [Table, Key]) ->
    case ets:info(Table, fixed) of
        true -> ets:lookup(Table, Key);
        false -> ets:take(Table, Key)
    end;
%% One by one: a long list OTP inserts backwards if it had to pause.
result(fill, [Table, Rows]) -> [ets:insert(Table, Row) || Row <- Rows];
result(chunks, [Table, Limit]) -> chunks(ets:select(Table, [{'$1', [], ['$1']}], Limit));
result(Function, Arguments) ->
    try apply(ets, Function, Arguments)
    catch error:Reason -> {error, Reason}
    end.

walk(_, '$end_of_table', _) -> [];
walk(Table, Key, Step) -> [Key | walk(Table, ets:Step(Table, Key), Step)].

walk_and_delete(_, '$end_of_table') -> [];
walk_and_delete(Table, Key) ->
    random(2) =:= 0 andalso ets:delete(Table, Key),
    random(4) =:= 0 andalso ets:insert(Table, row()),
    [Key | walk_and_delete(Table, ets:next(Table, Key))].

chunks('$end_of_table') -> [];
chunks({Results, Continuation}) -> [Results | chunks(ets:select(Continuation))].

operation(N) when N < 18 -> {insert, [row()]};
operation(N) when N < 24 -> {insert, [rows(random(6))]};
operation(24) -> From = random(100), {fill, [[{I, I} || I <- lists:seq(From, From + random(800))]]};
operation(N) when N < 29 -> {insert_new, [row()]};
operation(N) when N < 32 -> {insert_new, [rows(random(3))]};
operation(N) when N < 38 -> {lookup, [key()]};
operation(N) when N < 40 -> {member, [key()]};
operation(N) when N < 46 -> {delete, [key()]};
operation(N) when N < 51 -> {delete_object, [row()]};
operation(N) when N < 53 -> {take, [key()]};
operation(N) when N < 56 -> {lookup_element, [key(), random(4)]};
operation(N) when N < 60 -> {update_counter, [key(), {random(4), random(9) - 4}]};
operation(N) when N < 62 -> {update_counter, [key(), 1, {0, 0, 0}]};
operation(N) when N < 66 -> {update_element, [key(), {random(4), value()}]};
operation(N) when N < 70 -> {next, [key()]};
operation(N) when N < 72 -> {prev, [key()]};
operation(N) when N < 75 -> {walk, []};
operation(N) when N < 77 -> {walk_back, []};
operation(N) when N < 79 -> {walk_and_delete, []};
operation(N) when N < 82 -> {tab2list, []};
operation(N) when N < 84 -> {match_object, [{key(), '_'}]};
operation(N) when N < 86 -> {match, [{'$1', value()}]};
operation(N) when N < 88 -> {select, [[{{'$1', '$2'}, [{'<', '$1', '$2'}], [{{'$2', '$1'}}]}]]};
operation(N) when N < 89 -> {select_reverse, [[{{'$1', '_'}, [], ['$1']}]]};
operation(N) when N < 91 -> {select_delete, [[{{'_', value()}, [], [true]}]]};
operation(N) when N < 93 -> {chunks, [1 + random(7)]};
operation(93) -> {select_delete, [[{{'$1', '_'}, [{'>', '$1', random(50)}], [true]}]]};
operation(94) -> {select_replace, [[{{'$1', '$2'}, [{is_integer, '$2'}], [{{'$1', '$2'}}]}]]};
operation(95) -> {delete_all_objects, []};
operation(96) -> {safe_fixtable, [true]};
operation(97) -> {safe_fixtable, [false]};
operation(98) -> {slot, [random(300)]};
operation(99) -> {info, [size]}.

row() ->
    case random(8) of
        0 -> {key(), value(), value()};
        _ -> {key(), value()}
    end.

rows(N) -> [row() || _ <- lists:seq(0, N)].

%% A few keys, so that they meet again; ones that are equal but not the same.
key() ->
    case random(24) of
        N when N < 14 -> N;
        14 -> 1.0;
        15 -> 2.0;
        16 -> a;
        17 -> b;
        18 -> abc;
        19 -> "text";
        20 -> <<"binary">>;
        21 -> {1, 2};
        22 -> {1.0, 2};
        23 -> 1 bsl 70
    end.

value() ->
    case random(8) of
        7 -> [1, {2, "three"}];
        6 -> x;
        N -> N
    end.

random(N) ->
    State = (get(state) * 6364136223846793005 + 1442695040888963407) band 16#FFFFFFFFFFFFFFFF,
    put(state, State),
    (State bsr 33) rem N.
