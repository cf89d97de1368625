-module(crash_report_reasons).
-export([main/0]).

main() ->
    [begin spawn(F), timer:sleep(500) end
     || F <- [fun() -> error(my_error) end,
              fun() -> throw(my_throw) end,
              fun() -> exit(my_exit) end,
              fun() -> exit(normal) end,
              fun() -> {ok, _} = two() end,
              fun() -> choose(three) end]],
    done.

two() -> {error, 2}.

choose(one) -> 1.
