-module(ifdef_errors).
-export([f/0]).
-ifdef(DEBUG).
-define(LOG(X), X).

f() -> ok.
