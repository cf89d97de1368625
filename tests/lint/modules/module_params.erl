-module(module_params, [A, B]).
-export([f/0]).
f() -> A.
