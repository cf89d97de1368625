%% What a module with EUnit tests includes. Functions called ..._test and ..._test_ are exported, and test/0 is added, by the
%% compiler (compile/eunit.rs); eunit:test/1 runs them.
-ifndef(EUNIT_HRL).
-define(EUNIT_HRL, true).
-ifdef(NOTEST).
-undef(TEST).
-else.
-ifndef(TEST).
-define(TEST, true).
-endif.
-endif.
-ifdef(TEST).
-ifndef(NOASSERT).
-define(EUNIT, true).
-endif.
-compile({parse_transform, eunit_autoexport}).
-endif.
-include_lib("stdlib/include/assert.hrl").

-define(_test(Expr), {?LINE, fun() -> (Expr) end}).
-define(_assert(A1), ?_test(?assert(A1))).
-define(_assert(A1, Comment), ?_test(?assert(A1, Comment))).
-define(_assertNot(A1), ?_test(?assertNot(A1))).
-define(_assertNot(A1, Comment), ?_test(?assertNot(A1, Comment))).
-define(_assertMatch(A1, A2), ?_test(?assertMatch(A1, A2))).
-define(_assertMatch(A1, A2, Comment), ?_test(?assertMatch(A1, A2, Comment))).
-define(_assertNotMatch(A1, A2), ?_test(?assertNotMatch(A1, A2))).
-define(_assertNotMatch(A1, A2, Comment), ?_test(?assertNotMatch(A1, A2, Comment))).
-define(_assertEqual(A1, A2), ?_test(?assertEqual(A1, A2))).
-define(_assertEqual(A1, A2, Comment), ?_test(?assertEqual(A1, A2, Comment))).
-define(_assertNotEqual(A1, A2), ?_test(?assertNotEqual(A1, A2))).
-define(_assertNotEqual(A1, A2, Comment), ?_test(?assertNotEqual(A1, A2, Comment))).
-define(_assertException(A1, A2, A3), ?_test(?assertException(A1, A2, A3))).
-define(_assertException(A1, A2, A3, Comment), ?_test(?assertException(A1, A2, A3, Comment))).
-define(_assertError(A1, A2), ?_test(?assertError(A1, A2))).
-define(_assertError(A1, A2, Comment), ?_test(?assertError(A1, A2, Comment))).
-define(_assertExit(A1, A2), ?_test(?assertExit(A1, A2))).
-define(_assertExit(A1, A2, Comment), ?_test(?assertExit(A1, A2, Comment))).
-define(_assertThrow(A1, A2), ?_test(?assertThrow(A1, A2))).
-define(_assertThrow(A1, A2, Comment), ?_test(?assertThrow(A1, A2, Comment))).
-define(_assertNotException(A1, A2, A3), ?_test(?assertNotException(A1, A2, A3))).
-define(_assertNotException(A1, A2, A3, Comment), ?_test(?assertNotException(A1, A2, A3, Comment))).

-define(LET(Name, Value, Expr), ((fun(Name) -> (Expr) end)(Value))).
-define(IF(Test, Then, Else), (case (Test) of true -> (Then); false -> (Else) end)).
-define(MATCHES(Pattern, Expr), ((fun() -> case (Expr) of Pattern -> true; _ -> false end end)())).
-define(UNDER_EUNIT, (eunit:is_running())).

-define(debugMsg(Text), eunit:debug(?FILE, ?LINE, (Text))).
-define(debugHere, ?debugMsg("<-")).
-define(debugFmt(Format, Args), ?debugMsg(io_lib:format((Format), (Args)))).
-define(debugVal(Expr), ?debugVal(Expr, 15)).
-define(debugVal(Expr, Depth), begin ((fun() -> Value__ = (Expr), ?debugFmt("~ts = ~tP", [(??Expr), Value__, Depth]), Value__ end)()) end).
-define(debugTime(Text, Expr), begin ((fun() -> {Time__, Value__} = timer:tc(fun() -> (Expr) end), ?debugFmt("~ts: ~.3f s", [(Text), Time__ / 1000000]), Value__ end)()) end).

-endif.
