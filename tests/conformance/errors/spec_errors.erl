-module(spec_errors).
-export([f/1, g/0]).

-spec f(integer()) -> undefined_type().
f(X) -> X.

-spec nosuch(atom()) -> ok.
-spec g(integer()) -> ok.
g() -> ok.
