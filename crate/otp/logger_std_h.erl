%% The handler that prints: its events go as text to the process `logger_proxy', which writes them.
-module(logger_std_h).
-export([log/2, default_config/0]).

%% Reports of a type of their own (error_logger:error_report/2) are not for it.
log(#{meta := #{error_logger := #{type := Type}}}, _)
  when Type =/= std_error, Type =/= std_warning, Type =/= std_info, Type =/= crash_report, Type =/= supervisor_report,
       Type =/= progress ->
    ok;
log(#{meta := #{printed := Text}}, #{formatter := {logger_formatter, #{legacy_header := true}}}) ->
    %% A report that the runtime has worded.
    logger_proxy ! {print, Text},
    ok;
log(Event, #{formatter := {Module, Config}}) ->
    Text = case catch Module:format(Event, Config) of
        {'EXIT', _} -> io_lib:format("FORMATTER CRASH: ~tp~n", [maps:get(msg, Event)]);
        Formatted -> Formatted
    end,
    console:event(error_report, Text),
    %% In OTP wording a report takes longer than what others do meanwhile: a shell's answer stands before it.
    [erlang:yield() || _ <- lists:seq(1, 12)],
    logger_proxy ! {print, Text},
    %% Who is about to end lets others hear of it first.
    [erlang:yield() || _ <- lists:seq(1, 4)],
    ok.

default_config() ->
    #{burst_limit_enable => true, burst_limit_max_count => 500, burst_limit_window_time => 1000, drop_mode_qlen => 200,
      filesync_repeat_interval => no_repeat, flush_qlen => 1000, overload_kill_enable => false,
      overload_kill_mem_size => 3000000, overload_kill_qlen => 20000, overload_kill_restart_after => 5000,
      sync_mode_qlen => 10, type => standard_io}.
