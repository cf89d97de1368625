-module(sums).
-include_lib("eunit/include/eunit.hrl").
-export([add/2]).

add(A, B) -> A + B.

right_test() -> ?assertEqual(3, add(1, 2)).

wrong_test() -> ?assertEqual(4, add(1, 2)).

named_test_() -> [{"sum of two", ?_assertEqual(5, add(2, 2))}, ?_assert(add(0, 0) =:= 0)].

commented_test() -> ?assert(add(1, 1) =:= 3, "one and one").
