-module(line_and_file_macros).
-export([f/0]).
-file("elsewhere.erl", 100).

f() -> X.
