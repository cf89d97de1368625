-module(missing_arrow).
-export([f/1, g/0]).

f(X)
    X + 1.

g() -> ok.
