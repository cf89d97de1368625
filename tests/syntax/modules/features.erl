-module(d2).
-feature(maybe_expr, enable).
-feature(foo, enable).
-feature(maybe_expr, disable).
-feature(maybe_expr).
-feature(maybe_expr, bar).
-feature maybe_expr, enable.
-feature(maybe_expr, enable) x.
-export([f/0]).
-feature(maybe_expr, disable).
f() -> maybe.
-ifdef(FEATURE_AVAILABLE).
-if(?FEATURE_AVAILABLE(maybe_expr)).
g() -> ?FEATURE_ENABLED(maybe_expr).
-endif.
-if(?FEATURE_ENABLED(maybe_expr)).
h() -> 1.
-endif.
-endif.
-feature(maybe_expr, enable).
