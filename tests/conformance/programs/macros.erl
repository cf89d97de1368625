-module(macros).
-export([main/0]).

-define(PI, 3.14).
-define(SQUARE(X), ((X) * (X))).
-define(TWICE(X, Y), X, Y, X, Y).
-define(SHOW(E), io:format("~s = ~p~n", [??E, E])).
-define(NAME, "macro").
-define(ADD(A), A + 1).
-define(ADD(A, B), A + B).
-ifdef(NOT_DEFINED).
which() -> defined.
-else.
which() -> not_defined.
-endif.
-ifndef(NOT_DEFINED).
-define(LEVEL, 2).
-endif.
-undef(NAME).
-ifdef(NAME).
name() -> ?NAME.
-else.
name() -> gone.
-endif.
-if(?LEVEL > 1).
level() -> high.
-elif(?LEVEL =:= 1).
level() -> one.
-else.
level() -> low.
-endif.

main() ->
    ?SHOW(?SQUARE(2 + 1)),
    ?SHOW([?TWICE(a, b)]),
    {?PI, ?SQUARE(4), which(), name(), level(), ?MODULE, ?LINE, ?FILE, ?FUNCTION_NAME, ?FUNCTION_ARITY,
     ?ADD(1), ?ADD(1, 2), ?MODULE_STRING, ?OTP_RELEASE >= 25, ?MACHINE}.
