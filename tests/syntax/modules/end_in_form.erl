-module(h).
f() -> a. x