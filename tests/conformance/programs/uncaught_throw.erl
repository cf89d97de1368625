-module(uncaught_throw).
-export([main/0, check/1]).

main() ->
    ok = check(1),
    fine.

check(N) when N < 5 -> throw({bad_value, N});
check(_) -> ok.
