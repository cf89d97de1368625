-module(logger_report_handlers).
-behaviour(gen_event).
-export([main/0, init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2]).
main() ->
    logger:set_handler_config(default, level, none),
    p(error_logger:add_report_handler(?MODULE, self())),
    p(error_logger:which_report_handlers()),
    error_logger:error_msg("e ~p", [1]), got(),
    error_logger:warning_msg("w ~p", [1]), got(),
    error_logger:info_msg("i ~p", [1]), got(),
    error_logger:error_report([{a, 1}, b]), got(),
    error_logger:error_report(mine, [{a, 1}, b]), got(),
    error_logger:warning_report("text"), got(),
    error_logger:info_report(mine, x), got(),
    logger:error("from logger ~p", [2]), got(),
    logger:error(#{a => b}), got(),
    logger:notice("note"), got(),
    logger:info("not"), got(),
    spawn(fun() -> exit(crash) end), got(),
    spawn(fun() -> error(crash) end), got(),
    proc_lib:spawn(fun() -> exit(crash) end), got(),
    p(error_logger:delete_report_handler(?MODULE)),
    p(error_logger:delete_report_handler(?MODULE)),
    p(error_logger:which_report_handlers()),
    p(error_logger:error_info(3)),
    p(error_logger:logfile(filename)),
    timer:sleep(100),
    ok.
got() -> receive {log, X} -> p(X) after 300 -> p(nothing) end.
p(X) -> io:format("~p~n", [X]).
init(To) -> {ok, To}.
handle_event({T, _GL, {_P, A, B}}, To) -> To ! {log, {T, A, case A of crash_report -> short(B); _ -> B end}}, {ok, To}.
short([[{initial_call, I} | _], _]) -> I;
short(X) -> X.
handle_call(_, S) -> {ok, ok, S}.
handle_info(_, S) -> {ok, S}.
terminate(R, To) -> io:format("handler ends ~p~n", [R]), To.
