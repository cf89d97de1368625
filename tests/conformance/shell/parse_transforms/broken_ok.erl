-module(broken_ok).
-compile({parse_transform, pt_ok}).
-export([f/0]).
f() -> {old, "old", fun() -> old end()}.
