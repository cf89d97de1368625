-module(nowarn_options).
-compile([nowarn_unused_vars, nowarn_unused_function]).
-export([f/1]).

f(A) -> 1.

hidden() -> ok.
