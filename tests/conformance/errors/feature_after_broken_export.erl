-module(feature_after_broken_export).
-feature(maybe_expr, foo).
-export([f/)]).
-feature(maybe_expr, foo).
-feature(nosuch, enable).
f() -> ok.
