-module(fixtures).
-include_lib("eunit/include/eunit.hrl").
setup_test_() -> {setup, fun() -> 5 end, fun(_) -> ok end, fun(X) -> [?_assertEqual(5, X), ?_assertEqual(6, X)] end}.
failing_setup_test_() -> {setup, fun() -> error(no) end, fun(_) -> ok end, fun(_) -> [?_assert(true)] end}.
failing_cleanup_test_() -> {setup, fun() -> 1 end, fun(_) -> error(clean) end, fun(_) -> [?_assert(true)] end}.
each_test_() -> {foreach, fun() -> 1 end, fun(_) -> ok end, [fun(X) -> ?_assertEqual(1, X) end, fun(X) -> ?_assertEqual(2, X) end]}.
with_test_() -> {with, 3, [fun(3) -> ok end, fun(X) -> ?assertEqual(4, X) end]}.

