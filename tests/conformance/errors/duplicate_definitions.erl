-module(duplicate_definitions).
-export([f/0, f/0]).
-record(r, {a}).
-record(r, {b}).
-record(s, {a, a}).
-type t() :: atom().
-type t() :: integer().
-define(M, 1).
-define(M, 2).

f() -> ok.

f() -> again.
