-module(head_mismatch).
-export([f/1]).

f(1) -> one;
f(1, 2) -> two;
g(3) -> three.
