-module(passing_tests).
-include_lib("eunit/include/eunit.hrl").
companion_test() -> ?assertError(badarg, list_to_atom(1)).
