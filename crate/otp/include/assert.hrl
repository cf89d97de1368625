%% Assertions, each with and without a comment. Each is a fun that is called at once, so that its variables are its own; what
%% begins with ASSERT_ is made for those below it.
-ifndef(ASSERT_HRL).
-define(ASSERT_HRL, true).

%% Comment is a list of none or one. A text of an expression is taken where the expression is first given.
-define(ASSERT_FAILED(Kind, Comment, Details),
        erlang:error({Kind, [{module, ?MODULE}, {line, ?LINE}] ++ Comment ++ Details})).

-define(ASSERT_BOOLEAN(Expected, Other, BoolExpr, Text, Comment),
        begin
            ((fun() ->
                      case (BoolExpr) of
                          Expected -> ok;
                          X__V ->
                              X__How = case X__V of Other -> value; _ -> not_boolean end,
                              ?ASSERT_FAILED(assert, Comment, [{expression, Text}, {expected, Expected}, {X__How, X__V}])
                      end
              end)())
        end).

-define(assert(BoolExpr), ?ASSERT_BOOLEAN(true, false, BoolExpr, ??BoolExpr, [])).
-define(assert(BoolExpr, Comment), ?ASSERT_BOOLEAN(true, false, BoolExpr, ??BoolExpr, [{comment, (Comment)}])).

%% OTP reports these as `assert', too.
-define(assertNot(BoolExpr), ?ASSERT_BOOLEAN(false, true, BoolExpr, ??BoolExpr, [])).
-define(assertNot(BoolExpr, Comment), ?ASSERT_BOOLEAN(false, true, BoolExpr, ??BoolExpr, [{comment, (Comment)}])).

-define(ASSERT_MATCH(Guard, GuardText, Expr, Text, Comment),
        begin
            ((fun() ->
                      case (Expr) of
                          Guard -> ok;
                          X__V -> ?ASSERT_FAILED(assertMatch, Comment, [{expression, Text}, {pattern, GuardText}, {value, X__V}])
                      end
              end)())
        end).

-define(assertMatch(Guard, Expr), ?ASSERT_MATCH(Guard, ??Guard, Expr, ??Expr, [])).
-define(assertMatch(Guard, Expr, Comment), ?ASSERT_MATCH(Guard, ??Guard, Expr, ??Expr, [{comment, (Comment)}])).

-define(ASSERT_NOT_MATCH(Guard, GuardText, Expr, Text, Comment),
        begin
            ((fun() ->
                      X__V = (Expr),
                      case X__V of
                          Guard -> ?ASSERT_FAILED(assertNotMatch, Comment, [{expression, Text}, {pattern, GuardText}, {value, X__V}]);
                          _ -> ok
                      end
              end)())
        end).

-define(assertNotMatch(Guard, Expr), ?ASSERT_NOT_MATCH(Guard, ??Guard, Expr, ??Expr, [])).
-define(assertNotMatch(Guard, Expr, Comment), ?ASSERT_NOT_MATCH(Guard, ??Guard, Expr, ??Expr, [{comment, (Comment)}])).

-define(ASSERT_EQUAL(Expect, Expr, Text, Comment),
        begin
            ((fun() ->
                      X__X = (Expect),
                      case (Expr) of
                          X__X -> ok;
                          X__V -> ?ASSERT_FAILED(assertEqual, Comment, [{expression, Text}, {expected, X__X}, {value, X__V}])
                      end
              end)())
        end).

-define(assertEqual(Expect, Expr), ?ASSERT_EQUAL(Expect, Expr, ??Expr, [])).
-define(assertEqual(Expect, Expr, Comment), ?ASSERT_EQUAL(Expect, Expr, ??Expr, [{comment, (Comment)}])).

-define(ASSERT_NOT_EQUAL(Unexpected, Expr, Text, Comment),
        begin
            ((fun() ->
                      X__X = (Unexpected),
                      case (Expr) of
                          X__X -> ?ASSERT_FAILED(assertNotEqual, Comment, [{expression, Text}, {value, X__X}]);
                          _ -> ok
                      end
              end)())
        end).

-define(assertNotEqual(Unexpected, Expr), ?ASSERT_NOT_EQUAL(Unexpected, Expr, ??Expr, [])).
-define(assertNotEqual(Unexpected, Expr, Comment), ?ASSERT_NOT_EQUAL(Unexpected, Expr, ??Expr, [{comment, (Comment)}])).

-define(ASSERT_PATTERN(ClassText, TermText), {pattern, "{ " ++ ClassText ++ " , " ++ TermText ++ " , [...] }"}).

-define(ASSERT_EXCEPTION(Class, Term, Pattern, Expr, Text, Comment),
        begin
            ((fun() ->
                      try (Expr) of
                          X__V ->
                              ?ASSERT_FAILED(assertException, Comment, [{expression, Text}, Pattern, {unexpected_success, X__V}])
                      catch
                          Class:Term -> ok;
                          X__C:X__T:X__S ->
                              ?ASSERT_FAILED(assertException, Comment,
                                             [{expression, Text}, Pattern, {unexpected_exception, {X__C, X__T, X__S}}])
                      end
              end)())
        end).

-define(assertException(Class, Term, Expr),
        ?ASSERT_EXCEPTION(Class, Term, ?ASSERT_PATTERN(??Class, ??Term), Expr, ??Expr, [])).
-define(assertException(Class, Term, Expr, Comment),
        ?ASSERT_EXCEPTION(Class, Term, ?ASSERT_PATTERN(??Class, ??Term), Expr, ??Expr, [{comment, (Comment)}])).

-define(ASSERT_NOT_EXCEPTION(Class, Term, Pattern, Expr, Text, Comment),
        begin
            ((fun() ->
                      try (Expr) of
                          _ -> ok
                      catch
                          X__C:X__T:X__S ->
                              case X__C of
                                  Class ->
                                      case X__T of
                                          Term ->
                                              ?ASSERT_FAILED(assertNotException, Comment,
                                                             [{expression, Text}, Pattern, {unexpected_exception, {X__C, X__T, X__S}}]);
                                          _ -> ok
                                      end;
                                  _ -> ok
                              end
                      end
              end)())
        end).

-define(assertNotException(Class, Term, Expr),
        ?ASSERT_NOT_EXCEPTION(Class, Term, ?ASSERT_PATTERN(??Class, ??Term), Expr, ??Expr, [])).
-define(assertNotException(Class, Term, Expr, Comment),
        ?ASSERT_NOT_EXCEPTION(Class, Term, ?ASSERT_PATTERN(??Class, ??Term), Expr, ??Expr, [{comment, (Comment)}])).

-define(assertError(Term, Expr), ?assertException(error, Term, Expr)).
-define(assertError(Term, Expr, Comment), ?assertException(error, Term, Expr, Comment)).

-define(assertExit(Term, Expr), ?assertException(exit, Term, Expr)).
-define(assertExit(Term, Expr, Comment), ?assertException(exit, Term, Expr, Comment)).

-define(assertThrow(Term, Expr), ?assertException(throw, Term, Expr)).
-define(assertThrow(Term, Expr, Comment), ?assertException(throw, Term, Expr, Comment)).

-endif.
