-module(last_stop_missing).
-export([f/0]).

f() -> ok
