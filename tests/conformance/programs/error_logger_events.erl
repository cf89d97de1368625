-module(error_logger_events).
-export([main/0, log/2]).
%% What error_logger's functions hand to logger.
main() ->
  P = fun(X) -> io:format("~p~n", [X]) end,
  logger:add_handler(mine, ?MODULE, #{level => info, config => #{pid => self()}}),
  logger:set_primary_config(level, info),
  error_logger:info_msg("i ~p~n", [x]), error_logger:info_msg("plain"), error_logger:warning_msg("w ~p", [1]), error_logger:error_msg("e"), error_logger:format("f ~p", [2]), error_logger:error_report([{a, b}]), error_logger:error_report("str"), error_logger:error_report(mytype, x), error_logger:warning_report(rep), error_logger:warning_report(ty, rep), error_logger:info_report(std_info, foo), error_logger:info_report(foo, bar), error_logger:info_report(std, [1]), error_logger:error_msg(bad_format, args), error_logger:error_msg("~p ~p", [1]), error_logger:error_msg(atom, []),
  timer:sleep(100), fl(P).
log(#{level := L, msg := M, meta := Meta}, #{config := #{pid := P}}) -> P ! {log, L, M, maps:without([time, gl, pid, logger_formatter], Meta), catch (case {M, Meta} of {{report, R}, #{report_cb := F}} when is_function(F, 1) -> F(R); _ -> no end)}.
fl(P) -> receive X -> P(X), fl(P) after 0 -> ok end.
