%% Assertions. Each is a fun that is called at once, so that its variables are its own.
-ifndef(ASSERT_HRL).
-define(ASSERT_HRL, true).

-define(ASSERT_PLACE, {module, ?MODULE}, {line, ?LINE}).
-define(ASSERT_PATTERN(Class, Term), {pattern, "{ " ++ (??Class) ++ " , " ++ (??Term) ++ " , [...] }"}).

-define(assert(BoolExpr),
        begin
            ((fun() ->
                      case (BoolExpr) of
                          true -> ok;
                          X__V ->
                              X__How = case X__V of false -> value; _ -> not_boolean end,
                              erlang:error({assert, [?ASSERT_PLACE, {expression, (??BoolExpr)}, {expected, true}, {X__How, X__V}]})
                      end
              end)())
        end).

-define(assert(BoolExpr, Comment),
        begin
            ((fun() ->
                      case (BoolExpr) of
                          true -> ok;
                          X__V ->
                              X__How = case X__V of false -> value; _ -> not_boolean end,
                              erlang:error({assert, [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??BoolExpr)}, {expected, true}, {X__How, X__V}]})
                      end
              end)())
        end).

-define(assertNot(BoolExpr),
        begin
            ((fun() ->
                      case (BoolExpr) of
                          false -> ok;
                          X__V ->
                              X__How = case X__V of true -> value; _ -> not_boolean end,
                              erlang:error({assert, [?ASSERT_PLACE, {expression, (??BoolExpr)}, {expected, false}, {X__How, X__V}]})
                      end
              end)())
        end).

-define(assertNot(BoolExpr, Comment),
        begin
            ((fun() ->
                      case (BoolExpr) of
                          false -> ok;
                          X__V ->
                              X__How = case X__V of true -> value; _ -> not_boolean end,
                              erlang:error({assert, [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??BoolExpr)}, {expected, false}, {X__How, X__V}]})
                      end
              end)())
        end).

-define(assertMatch(Guard, Expr),
        begin
            ((fun() ->
                      case (Expr) of
                          Guard -> ok;
                          X__V ->
                              erlang:error({assertMatch, [?ASSERT_PLACE, {expression, (??Expr)}, {pattern, (??Guard)}, {value, X__V}]})
                      end
              end)())
        end).

-define(assertMatch(Guard, Expr, Comment),
        begin
            ((fun() ->
                      case (Expr) of
                          Guard -> ok;
                          X__V ->
                              erlang:error({assertMatch, [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??Expr)}, {pattern, (??Guard)}, {value, X__V}]})
                      end
              end)())
        end).

-define(assertNotMatch(Guard, Expr),
        begin
            ((fun() ->
                      X__V = (Expr),
                      case X__V of
                          Guard ->
                              erlang:error({assertNotMatch, [?ASSERT_PLACE, {expression, (??Expr)}, {pattern, (??Guard)}, {value, X__V}]});
                          _ -> ok
                      end
              end)())
        end).

-define(assertNotMatch(Guard, Expr, Comment),
        begin
            ((fun() ->
                      X__V = (Expr),
                      case X__V of
                          Guard ->
                              erlang:error({assertNotMatch, [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??Expr)}, {pattern, (??Guard)}, {value, X__V}]});
                          _ -> ok
                      end
              end)())
        end).

-define(assertEqual(Expect, Expr),
        begin
            ((fun() ->
                      X__X = (Expect),
                      case (Expr) of
                          X__X -> ok;
                          X__V ->
                              erlang:error({assertEqual, [?ASSERT_PLACE, {expression, (??Expr)}, {expected, X__X}, {value, X__V}]})
                      end
              end)())
        end).

-define(assertEqual(Expect, Expr, Comment),
        begin
            ((fun() ->
                      X__X = (Expect),
                      case (Expr) of
                          X__X -> ok;
                          X__V ->
                              erlang:error({assertEqual, [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??Expr)}, {expected, X__X}, {value, X__V}]})
                      end
              end)())
        end).

-define(assertNotEqual(Unexpected, Expr),
        begin
            ((fun() ->
                      X__X = (Unexpected),
                      case (Expr) of
                          X__X -> erlang:error({assertNotEqual, [?ASSERT_PLACE, {expression, (??Expr)}, {value, X__X}]});
                          _ -> ok
                      end
              end)())
        end).

-define(assertNotEqual(Unexpected, Expr, Comment),
        begin
            ((fun() ->
                      X__X = (Unexpected),
                      case (Expr) of
                          X__X -> erlang:error({assertNotEqual, [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??Expr)}, {value, X__X}]});
                          _ -> ok
                      end
              end)())
        end).

-define(assertException(Class, Term, Expr),
        begin
            ((fun() ->
                      try (Expr) of
                          X__V ->
                              erlang:error({assertException, [?ASSERT_PLACE, {expression, (??Expr)}, ?ASSERT_PATTERN(Class, Term),
                                                              {unexpected_success, X__V}]})
                      catch
                          Class:Term -> ok;
                          X__C:X__T:X__S ->
                              erlang:error({assertException, [?ASSERT_PLACE, {expression, (??Expr)}, ?ASSERT_PATTERN(Class, Term),
                                                              {unexpected_exception, {X__C, X__T, X__S}}]})
                      end
              end)())
        end).

-define(assertException(Class, Term, Expr, Comment),
        begin
            ((fun() ->
                      try (Expr) of
                          X__V ->
                              erlang:error({assertException, [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??Expr)}, ?ASSERT_PATTERN(Class, Term),
                                                              {unexpected_success, X__V}]})
                      catch
                          Class:Term -> ok;
                          X__C:X__T:X__S ->
                              erlang:error({assertException, [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??Expr)}, ?ASSERT_PATTERN(Class, Term),
                                                              {unexpected_exception, {X__C, X__T, X__S}}]})
                      end
              end)())
        end).

-define(assertNotException(Class, Term, Expr),
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
                                              erlang:error({assertNotException,
                                                            [?ASSERT_PLACE, {expression, (??Expr)}, ?ASSERT_PATTERN(Class, Term),
                                                             {unexpected_exception, {X__C, X__T, X__S}}]});
                                          _ -> ok
                                      end;
                                  _ -> ok
                              end
                      end
              end)())
        end).

-define(assertNotException(Class, Term, Expr, Comment),
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
                                              erlang:error({assertNotException,
                                                            [?ASSERT_PLACE, {comment, (Comment)}, {expression, (??Expr)}, ?ASSERT_PATTERN(Class, Term),
                                                             {unexpected_exception, {X__C, X__T, X__S}}]});
                                          _ -> ok
                                      end;
                                  _ -> ok
                              end
                      end
              end)())
        end).

-define(assertError(Term, Expr), ?assertException(error, Term, Expr)).

-define(assertError(Term, Expr, Comment), ?assertException(error, Term, Expr, Comment)).

-define(assertExit(Term, Expr), ?assertException(exit, Term, Expr)).

-define(assertExit(Term, Expr, Comment), ?assertException(exit, Term, Expr, Comment)).

-define(assertThrow(Term, Expr), ?assertException(throw, Term, Expr)).

-define(assertThrow(Term, Expr, Comment), ?assertException(throw, Term, Expr, Comment)).

-endif.
