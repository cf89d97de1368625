-module(plain).
-behaviour(cb).
-export([one/1, two/2]).
one(_) -> ok.
two(A, B) -> {A, B}.
