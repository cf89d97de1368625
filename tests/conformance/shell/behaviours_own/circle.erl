-module(circle).
-behaviour(circle).
-callback loop() -> ok.
-export([loop/0]).
loop() -> ok.
