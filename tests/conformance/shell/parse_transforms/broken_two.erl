-module(broken_two).
-compile({parse_transform, pt_ok}).
-compile({parse_transform, pt_add}).
-export([f/0]).
f() -> {old, added()}.
