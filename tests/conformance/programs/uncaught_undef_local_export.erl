%% A function that exists but is not exported.
-module(uncaught_undef_local_export).
-export([main/0]).

main() ->
    R = ?MODULE:hidden(1),
    [R, hidden(1)].

hidden(X) -> X.
