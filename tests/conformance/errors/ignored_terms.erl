-module(ignored_terms).
-export([f/1]).

f(X) ->
    {a, X},
    "text",
    X + 1,
    self(),
    ok.
