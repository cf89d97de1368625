-module(broken_unused).
-compile({parse_transform, pt_ok}).
-export([f/1]).
f(X) -> Y = X, old.

