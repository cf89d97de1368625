-module(failing).
-include_lib("eunit/include/eunit.hrl").

match_test() -> ?assertMatch({ok, _}, list_to_tuple([error, x])).

guard_test() -> ?assertMatch({ok, N} when N > 2, list_to_tuple([ok, 1])).

success_test() -> ?assertError(badarg, list_to_atom("x")).

boolean_test() -> ?assert(list_to_atom("foo")).

throw_test() -> throw(oops).

exit_test() -> exit(bye).

badarith_test() -> lists:map(fun(X) -> 1 / X end, [0]).

clause_test() -> only_one(list_to_integer("2")).

only_one(1) -> ok.

output_test() -> io:format("printed~n"), ?assert(list_to_atom("false")).

long_test() -> ?assertEqual([{list, N} || N <- lists:seq(1, 40)], lists:seq(1, 60)).

missing_test_() -> {failing, no_such_test_here}.
