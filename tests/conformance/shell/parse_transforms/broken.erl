-module(broken).
-compile({parse_transform, pt_error}).
f() -> ok.
