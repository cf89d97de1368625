%% Stopping the node, and how it was started: without arguments.
-module(init).
-export([stop/0, stop/1, restart/0, restart/1, reboot/0, get_status/0, get_argument/1, get_arguments/0,
         get_plain_arguments/0, script_id/0]).

stop() -> stop(0).

stop(Status) ->
    is_integer(Status) andalso Status >= 0 orelse io_lib:latin1_char_list(Status) orelse erlang:error(badarg),
    init ! {stop, Status},
    ok.

restart() -> stop().
restart(Options) when is_list(Options) -> stop().
reboot() -> stop().

get_status() -> {started, started}.

get_argument(_) -> error.
get_arguments() -> [].
get_plain_arguments() -> [].
script_id() -> {"Erlang/OTP", "25"}.
