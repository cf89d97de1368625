-module(fine).
-include_lib("eunit/include/eunit.hrl").

a_test() -> ok.

b_test_() -> [?_assert(true), {"named", ?_assertEqual(2, length([1, 2]))}].

c_test() ->
    ?assertNot(false),
    ?assertMatch({ok, _}, list_to_tuple([ok, 1])),
    ?assertError(badarith, 1 / zero()),
    ?assertThrow(_, throw(x)),
    ?assertExit(normal, exit(normal)),
    ?assertNotEqual(1, 2),
    ?assertNotMatch({error, _}, {ok, 1}),
    ?assertException(error, {badmatch, 2}, 1 = two()).

zero() -> list_to_integer("0").

two() -> list_to_integer("2").

d_test_() -> {setup, fun() -> 5 end, fun(5) -> ok end, fun(X) -> [?_assertEqual(5, X), ?_assert(X > 4)] end}.

e_test_() -> {foreach, fun() -> 5 end, [fun(X) -> ?_assertEqual(5, X) end, fun(X) -> {"again", ?_assertEqual(5, X)} end]}.

f_test_() -> {timeout, 10, {inorder, [{with, 3, [fun(X) -> X = 3 end]}, {spawn, ?_test(ok)}]}}.
