%% The older interface to logger, as far as it prints.
-module(error_logger).
-export([error_msg/1, error_msg/2, format/2, error_report/1, error_report/2, warning_msg/1, warning_msg/2,
         warning_report/1, warning_report/2, info_msg/1, info_msg/2, info_report/1, info_report/2, warning_map/0,
         tty/1, logfile/1, get_format_depth/0, limit_term/1]).

error_msg(Format) -> error_msg(Format, []).
error_msg(Format, Args) -> message(error, error, Format, Args).
format(Format, Args) -> error_msg(Format, Args).
error_report(Report) -> error_report(std_error, Report).
error_report(Type, Report) -> report(error, error_report, Type, Report).

warning_msg(Format) -> warning_msg(Format, []).
warning_msg(Format, Args) -> message(warning, warning_msg, Format, Args).
warning_report(Report) -> warning_report(std_warning, Report).
warning_report(Type, Report) -> report(warning, warning_report, Type, Report).

info_msg(Format) -> info_msg(Format, []).
info_msg(Format, Args) -> message(notice, info_msg, Format, Args).
info_report(Report) -> info_report(std_info, Report).
info_report(Type, Report) -> report(notice, info_report, Type, Report).

message(Level, Tag, Format, Args) -> logger:log(Level, Format, Args, #{error_logger => #{tag => Tag}}).

%% A type of one's own is for handlers of one's own: the default one does not print it.
report(Level, Tag, Type, Report) ->
    logger:log(Level, #{label => {error_logger, Tag}, report => Report},
               #{error_logger => #{tag => Tag, type => Type}, report_cb => fun logger:format_otp_report/1}).

warning_map() -> warning.
tty(_) -> ok.
logfile(_) -> {error, no_log_file}.
get_format_depth() -> unlimited.
limit_term(Term) -> Term.
