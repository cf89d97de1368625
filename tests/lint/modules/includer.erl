-module(includer).
-export([f/0]).
-include("lint.hrl").
f() -> x(Y), #in_header{}, undefined_here().
