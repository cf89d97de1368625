-module(quiet).
-behaviour(cb).
-compile([nowarn_undefined_callbacks, nowarn_unused_vars]).
-export([f/1]).
f(X) -> ok.
