%% What each assertion of assert.hrl raises, with a comment and without.
-module(assert_header).
-export([main/0]).
-include_lib("stdlib/include/assert.hrl").
-define(FOO, foo).

main() ->
    [{Name, outcome(F)} || {Name, F} <- booleans() ++ values() ++ exceptions()].

booleans() ->
    [{assert, fun() -> ?assert(id(1) > 2) end},
     {comment, fun() -> ?assert(id(1) > 2, "why") end},
     {no_boolean, fun() -> ?assert(id(3)) end},
     {fine, fun() -> ?assert(id(true)) end},
     {assert_not, fun() -> ?assertNot(id(1) < 2) end},
     {comment, fun() -> ?assertNot(id(true), why) end},
     {no_boolean, fun() -> ?assertNot(id(a)) end},
     {fine, fun() -> ?assertNot(id(false), why) end}].

values() ->
    [{match, fun() -> ?assertMatch({a, _}, id(?FOO)) end},
     {comment, fun() -> ?assertMatch({a, X} when X > 1, id({a, 1}), "why") end},
     {fine, fun() -> ?assertMatch({a, X} when X > 1, id({a, 2})) end},
     {not_match, fun() -> ?assertNotMatch({a, _}, id({a, 1})) end},
     {comment, fun() -> ?assertNotMatch({a, X} when X =:= 1, id({a, 1}), "why") end},
     {fine, fun() -> ?assertNotMatch({a, _}, id(b)) end},
     {equal, fun() -> ?assertEqual([1, 2], id([1])) end},
     {comment, fun() -> ?assertEqual([1, 2], id([1]), why) end},
     {fine, fun() -> ?assertEqual(?FOO, id(foo)) end},
     {not_equal, fun() -> ?assertNotEqual(?FOO, id(foo)) end},
     {comment, fun() -> ?assertNotEqual(foo, id(?FOO), why) end},
     {fine, fun() -> ?assertNotEqual(1, id(1.0)) end}].

exceptions() ->
    [{exception, fun() -> ?assertException(error, {badmatch, _}, id(1)) end},
     {comment, fun() -> ?assertException(error, {badmatch, _}, exit(?FOO), "why") end},
     {fine, fun() -> ?assertException(error, {badmatch, _}, error({badmatch, 1})) end},
     {error, fun() -> ?assertError({badmatch, ?FOO}, id(1)) end},
     {comment, fun() -> ?assertError(badarg, exit(id(x)), why) end},
     {exit, fun() -> ?assertExit(a, throw(id(2))) end},
     {comment, fun() -> ?assertExit(a, id(2), why) end},
     {throw, fun() -> ?assertThrow(a, error(id(2))) end},
     {comment, fun() -> ?assertThrow(a, id(2), "why") end},
     {fine, fun() -> ?assertExit(a, exit(a)) end},
     {not_exception, fun() -> ?assertNotException(error, badarg, error(badarg)) end},
     {comment, fun() -> ?assertNotException(exit, ?FOO, exit(foo), "why") end},
     {fine, fun() -> ?assertNotException(error, badarg, error(bad)) end},
     {fine, fun() -> ?assertNotException(error, badarg, exit(badarg)) end}].

outcome(F) ->
    try F()
    catch Class:{Kind, Details} -> {Class, Kind, [without_stack(Detail) || Detail <- Details]}
    end.

without_stack({unexpected_exception, {Class, Reason, Stack}}) when is_list(Stack) ->
    {unexpected_exception, {Class, Reason}};
without_stack(Detail) -> Detail.

id(X) -> X.
