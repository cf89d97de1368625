-module(record_errors).
-export([f/1, g/1, h/0]).
-record(person, {name, age}).

f(P) -> P#person.nam.

g(P) -> P#peson{name = x}.

h() -> #person{name = 1, name = 2, size = 3}.
