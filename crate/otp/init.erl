%% Stopping the node.
-module(init).
-export([stop/0, stop/1, restart/0, get_status/0]).

stop() -> stop(0).

stop(Status) ->
    init ! {stop, Status},
    ok.

restart() -> stop().

get_status() -> {started, started}.
