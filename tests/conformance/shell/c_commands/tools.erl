-module(tools).
-export([value/0]).

-ifdef(MORE).
value() -> more.
-else.
value() -> less.
-endif.

hidden() -> seen.
