-module(record_update_wildcard).
%% An update with `_' is not looked into.
-export([f/1, g/1]).
-record(r, {a, b}).
f(R) -> R#r{_ = 1}.
g(R) -> R#nosuch{a = 1, _ = unbound(R)}.
