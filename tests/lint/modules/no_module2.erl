f() -> ok.
-module(late).
-export([f/0]).
