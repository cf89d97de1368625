-module(passing).
-include_lib("eunit/include/eunit.hrl").
one_test() -> ok.
two_test() -> ?assert(true).
three_test_() -> [?_assertEqual(4, 2 + 2), {"named", ?_assertMatch({ok, _}, {ok, 1})}].
