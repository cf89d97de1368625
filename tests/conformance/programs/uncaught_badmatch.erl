-module(uncaught_badmatch).
-export([main/0, lookup/1]).

main() ->
    {ok, Value} = lookup(x),
    Value.

lookup(a) -> {ok, 1};
lookup(_) -> {error, not_found}.
