-module(late_user).
-behaviour(late).
-export([f/0]).
f() -> ok.
