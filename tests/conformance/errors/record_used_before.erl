%% A record that is defined behind its only use is unused, and unknown where it is used.
-module(record_used_before).
-export([f/0]).

f() -> #person{name = "x"}.

-record(person, {name}).
