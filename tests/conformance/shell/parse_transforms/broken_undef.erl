-module(broken_undef).
-compile({parse_transform, pt_undef}).
-export([f/0]).
f() -> ok.
