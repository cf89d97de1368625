-module(broken_add).
-compile({parse_transform, pt_add}).
-export([f/0]).
f() -> added().
