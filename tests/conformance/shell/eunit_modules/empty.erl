-module(empty).
-include_lib("eunit/include/eunit.hrl").
-export([x/0]).
x() -> 1.
