-module(broken_pt_warning).
-compile({parse_transform, pt_warning}).
-export([f/0]).
f() -> ok.
g() -> ok.
