-module(d).
-feature(maybe_expr, enable).
-export([f/0]).
f() -> maybe {ok, X} ?= foo(), Y = X, {ok, Y} else error -> 1; _ -> 2 end.
g() -> maybe ok end.
-feature(foo, enable).
-feature(maybe_expr, disable).
maybe() -> else.
