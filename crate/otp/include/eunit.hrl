%% Macros for unit tests. A module that includes this exports its tests and has test/0, unless NOTEST is defined.
-ifndef(EUNIT_HRL).
-define(EUNIT_HRL, true).

-ifdef(TEST).
-undef(NOTEST).
-endif.

-ifdef(NOTEST).
-undef(EUNIT).
-else.
-ifndef(EUNIT).
-define(EUNIT, true).
-endif.
-ifndef(TEST).
-define(TEST, true).
-endif.
-compile({parse_transform, eunit_autoexport}).
-endif.

-include_lib("stdlib/include/assert.hrl").

-define(LET(X, Y, Z), ((fun(X) -> (Z) end)(Y))).
-define(IF(B, T, F), (case (B) of true -> (T); false -> (F) end)).
-define(MATCHES(G, E), (case (E) of G -> true; _ -> false end)).

-define(_test(Expr), {?LINE, fun() -> (Expr) end}).
-define(_assert(BoolExpr), ?_test(?assert(BoolExpr))).
-define(_assert(BoolExpr, Comment), ?_test(?assert(BoolExpr, Comment))).
-define(_assertNot(BoolExpr), ?_test(?assertNot(BoolExpr))).
-define(_assertNot(BoolExpr, Comment), ?_test(?assertNot(BoolExpr, Comment))).
-define(_assertMatch(Guard, Expr), ?_test(?assertMatch(Guard, Expr))).
-define(_assertMatch(Guard, Expr, Comment), ?_test(?assertMatch(Guard, Expr, Comment))).
-define(_assertNotMatch(Guard, Expr), ?_test(?assertNotMatch(Guard, Expr))).
-define(_assertNotMatch(Guard, Expr, Comment), ?_test(?assertNotMatch(Guard, Expr, Comment))).
-define(_assertEqual(Expect, Expr), ?_test(?assertEqual(Expect, Expr))).
-define(_assertEqual(Expect, Expr, Comment), ?_test(?assertEqual(Expect, Expr, Comment))).
-define(_assertNotEqual(Unexpected, Expr), ?_test(?assertNotEqual(Unexpected, Expr))).
-define(_assertNotEqual(Unexpected, Expr, Comment), ?_test(?assertNotEqual(Unexpected, Expr, Comment))).
-define(_assertException(Class, Term, Expr), ?_test(?assertException(Class, Term, Expr))).
-define(_assertException(Class, Term, Expr, Comment), ?_test(?assertException(Class, Term, Expr, Comment))).
-define(_assertNotException(Class, Term, Expr), ?_test(?assertNotException(Class, Term, Expr))).
-define(_assertNotException(Class, Term, Expr, Comment), ?_test(?assertNotException(Class, Term, Expr, Comment))).
-define(_assertError(Term, Expr), ?_test(?assertError(Term, Expr))).
-define(_assertError(Term, Expr, Comment), ?_test(?assertError(Term, Expr, Comment))).
-define(_assertExit(Term, Expr), ?_test(?assertExit(Term, Expr))).
-define(_assertExit(Term, Expr, Comment), ?_test(?assertExit(Term, Expr, Comment))).
-define(_assertThrow(Term, Expr), ?_test(?assertThrow(Term, Expr))).
-define(_assertThrow(Term, Expr, Comment), ?_test(?assertThrow(Term, Expr, Comment))).

-define(debugMsg(S), begin io:format(user, <<"~ts:~w:~w: ~ts\n">>, [?FILE, ?LINE, self(), S]), ok end).
-define(debugHere, (?debugMsg("<-"))).
-define(debugFmt(S, As), (?debugMsg(io_lib:format((S), (As))))).
-define(debugVal(E, D), begin ((fun(X__V) -> ?debugFmt(<<"~ts = ~tP">>, [(??E), X__V, D]), X__V end)(E)) end).
-define(debugVal(E), ?debugVal(E, 15)).
-define(debugValAll(E), begin ((fun(X__V) -> ?debugFmt(<<"~ts = ~tp">>, [(??E), X__V]), X__V end)(E)) end).
-define(debugTime(S, E),
        begin
            ((fun() ->
                      {X__T0, _} = statistics(wall_clock),
                      X__V = (E),
                      {X__T1, _} = statistics(wall_clock),
                      ?debugFmt(<<"~ts: ~.3f s">>, [(S), (X__T1 - X__T0) / 1000]),
                      X__V
              end)())
        end).

-endif.
