-module(endif_alone).
-export([f/0]).
-endif.
-else.

f() -> ok.
