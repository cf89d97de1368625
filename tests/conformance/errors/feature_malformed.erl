-module(feature_malformed).
-feature(maybe_expr, foo).
-feature(maybe_expr).
-feature(nosuch, enable).
-export([f/0]).
-feature(maybe_expr, foo).
-feature(nosuch, enable).
-feature(a).
f() -> ok.
