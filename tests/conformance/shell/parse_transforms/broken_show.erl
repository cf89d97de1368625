-module(broken_show).
-compile([{parse_transform, pt_show}, nowarn_unused_vars]).
-export([f/1]).
-record(r, {a = 1 :: integer(), b}).
-spec f(X :: term()) -> any().
f(X) -> Y = [X || X <- [1]], case Y of [] when true -> "abc"; _ -> #r{b = 2} end.
