-module(wrong_comparison).
-export([f/1, g/1, h/1]).

f(X) -> X <= 1.

g(X) -> X != 1.

h(X) -> X === 1.
