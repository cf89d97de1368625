-module(people).
-export([new/1, older/1]).
-record(person, {name :: string(), age = 0 :: integer()}).

new(Name) -> #person{name = Name}.
older(P = #person{age = A}) -> P#person{age = A + 1}.
