%% A default value alone makes no record used.
-module(record_defaults_unused).
-export([f/1]).
-record(t, {a}).
-record(r, {a = #t{}}).
-record(t2, {a}).
-record(r2, {a = #t2{}}).
-record(t3, {a}).
-record(r3, {a = #t3{}}).
f(#r{}) -> {#r2{a = 1}}.
