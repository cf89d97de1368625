-module(failing).
-include_lib("eunit/include/eunit.hrl").
id(X) -> X.
equal_test() -> ?assertEqual(4, id(3)).
crash_test() -> hd(id([])).
throw_test() -> throw(hello).
exit_test() -> exit(bye).
output_test() -> io:format("some output~n"), ?assert(id(false)).
clause_test() -> only_one(id(2)).
only_one(1) -> ok.
not_boolean_test() -> ?assert(id(foo)).
not_test() -> ?assertNot(id(true)).
match_test() -> ?assertMatch({ok, _}, id({error, 1})).
not_equal_test() -> ?assertNotEqual(1, id(1)).
no_error_test() -> ?assertError(badarith, id(2)).
comment_test() -> ?assertEqual(1, id(2), "why").
generated_test_() -> [?_assert(id(true)), ?_assertEqual(1, id(2)), {"described", fun() -> error(x) end}].
