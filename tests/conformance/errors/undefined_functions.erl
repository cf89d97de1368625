-module(undefined_functions).
-export([f/1, missing/2, also_missing/0]).

f(X) -> helper(X, 1) + other().

helper(X) -> X.
