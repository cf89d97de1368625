-module(broken_syntax).
-compile({parse_transform, pt_ok}).
-export([f/0]).
f() -> ok +.
g() -> ok.
