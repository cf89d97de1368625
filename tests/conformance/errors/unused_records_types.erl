-module(unused_records_types).
-export([f/0]).
-record(never, {a}).
-record(used, {a}).
-type nobody() :: atom().
-type somebody() :: atom().

-spec f() -> somebody().
f() -> (#used{a = x})#used.a.
