-module(uncaught_exit).
-export([main/0, stop/1, id/1]).

main() ->
    stop(id("enough")),
    fine.

stop([]) -> ok;
stop(Why) -> exit({shutdown, Why}).

id(X) -> X.
