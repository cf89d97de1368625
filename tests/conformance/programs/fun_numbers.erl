%% The numbers in the names of funs: arguments, elements and operands from the last to the first.
-module(fun_numbers).
-export([main/0]).

-record(pair, {a, b}).

main() ->
    [io:format("~w~n", [Names]) || Names <- [lists(), tuples(), calls(), operators(), records(), maps(), binaries(), loops()]],
    ok.

name(Fun) ->
    {name, Name} = erlang:fun_info(Fun, name),
    Name.

lists() -> [name(F) || F <- [fun() -> 1 end, fun() -> 2 end | [fun() -> 3 end]]].

tuples() ->
    {A, {B, C}} = {fun() -> 1 end, {fun() -> 2 end, fun() -> fun() -> 3 end end}},
    [name(A), name(B), name(C), name(C())].

calls() -> lists:foldl(fun(F, Names) -> [name(F) | Names] end, [name(fun() -> 2 end)], [fun() -> 3 end, fun() -> 4 end]).

operators() -> [name(fun() -> 1 end)] ++ [name(fun() -> 2 end)] ++ [name(fun() -> 3 end)].

records() ->
    #pair{a = A, b = B} = #pair{b = fun() -> 1 end, a = fun() -> 2 end},
    [name(A), name(B)].

maps() -> lists:sort(maps:to_list(#{a => name(fun() -> 1 end), b => name(fun() -> 2 end)})).

binaries() -> [<<(atom_to_binary(name(fun() -> 1 end)))/binary, (atom_to_binary(name(fun() -> 2 end)))/binary>>].

loops() ->
    Named = fun Loop(0) -> 0; Loop(N) -> Loop(N - 1) end,
    {[name(F) || F <- [fun() -> 1 end]], name(Named), name(fun() -> 2 end)}.
