-module(h6).
-include("h7.hrl").
f() -> x y.
