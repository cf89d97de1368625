%% The compiler sees that fail/0 never returns: what comes after the call is gone, and so is the caller's frame.
-module(stacktrace_never_returns).
-export([main/0, caller/0]).

main() ->
    try caller() catch _:_:Stack -> [{F, A} || {?MODULE, F, A, _} <- Stack] end.

caller() ->
    fail(),
    ok.

fail() -> error(always).
