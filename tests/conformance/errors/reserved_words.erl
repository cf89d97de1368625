-module(reserved_words).
-export([f/1]).

f(end) -> ok.

g(X) -> receive = X.

of() -> 1.
