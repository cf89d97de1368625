-module(uppercase_function).
-export([f/0]).

F() -> ok.

f() -> Ok.
