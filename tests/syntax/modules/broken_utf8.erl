-module(e2).
f() -> "aÿ", ÿ.
g() -> x y.
