-module(contexts).
-include_lib("eunit/include/eunit.hrl").

setup_test_() -> {setup, fun() -> error(nosetup) end, fun(_) -> ?_assert(true) end}.

cleanup_test_() -> {setup, fun() -> ok end, fun(_) -> error(nocleanup) end, fun(_) -> [?_assert(true)] end}.

local_test_() -> {setup, local, fun() -> put(a, 1) end, ?_assertEqual(1, get(a))}.

spawned_test_() -> {setup, spawn, fun() -> put(a, 1) end, ?_assertEqual(undefined, get(a))}.

nonsense_test_() -> 17.

not_reached_test() -> ok.
