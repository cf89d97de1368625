-module(fun_errors).
-export([f/0, g/0, h/0]).

f() -> fun nosuch/3.

g() -> fun(1) -> a; (1, 2) -> b end.

h() -> fun F(1) -> a; G(2) -> b end.
