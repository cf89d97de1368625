-module(errors_by_file).
-export([f/0, h/0, nofun/0]).
-file("elsewhere.erl", 100).
f() -> X.
g( -> .
-file("errors_by_file.erl", 7).
h() -> {1.
i() -> Z.
