-module(records).
-export([main/0]).

-record(person, {name, age = 18 :: integer(), tags = [] :: [atom()]}).
-record(empty, {}).

main() ->
    P = #person{name = "Ann"},
    Q = P#person{age = 30, tags = [a, b]},
    #person{name = N, age = A} = Q,
    {P, Q, N, A, Q#person.tags, #person.age, is_record(P, person), is_record({person, 1}, person), #empty{},
     record_info(fields, person), record_info(size, person), older(P), #person{name = x, _ = none}}.

older(#person{age = A} = P) when A < 100 -> P#person{age = A + 1}.
