%% The handler that prints: on the standard output through the process `logger_proxy', which writes what it is sent, or
%% into a file.
-module(logger_std_h).
-export([log/2, adding_handler/1, changing_config/3, removing_handler/1, filter_config/1, filesync/1, default_config/1]).

%% Reports of a type of their own (error_logger:error_report/2) are not for it.
log(#{meta := #{error_logger := #{type := Type}}}, _)
  when Type =/= std_error, Type =/= std_warning, Type =/= std_info, Type =/= crash_report, Type =/= supervisor_report,
       Type =/= progress ->
    ok;
log(#{meta := #{printed := Text}},
    #{id := Id, formatter := {logger_formatter, #{legacy_header := true}}, config := #{type := standard_io} = Config}) ->
    %% A report that the runtime has worded.
    logger_proxy ! {print, Text, burst_limit(Id, Config)},
    ok;
log(#{meta := Meta} = Event, #{id := Id, formatter := {Module, FormatterConfig}, config := Config}) ->
    {Text, Failures} = as_text(Event, Module, FormatterConfig),
    write(Text, Id, Config),
    %% A formatter that fails may fail to word this, too.
    IsInternal = is_map_key(internal_log_event, Meta),
    [logger:internal_log(debug, Report, {logger_h_common, Function, 2}) || not IsInternal, {Function, Report} <- Failures],
    ok.

%% The text, and what is to be said of the formatter.
as_text(#{msg := Message} = Event, Module, Config) ->
    try Module:format(Event, Config) of
        Formatted ->
            case catch unicode:characters_to_list(Formatted) of
                Text when is_list(Text) -> {Text, []};
                Other -> {"FORMATTER ERROR: bad return value\n",
                          [{do_log_to_binary, [{formatter_error, Module}, {config, Config}, {log_event, Event},
                                               {bad_return_value, Formatted}, {caught, Other}]}]}
            end
    catch
        Class:Reason:Stack ->
            Failure = {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)},
            {logger_formatter:format(Event#{msg := {"FORMATTER CRASH: ~tp", [Message]}}, #{}),
             [{try_format, [{formatter_crashed, Module}, {config, Config}, {log_event, Event}, {reason, Failure}]}]}
    end.

write(Text, Id, #{type := standard_io} = Config) ->
    console:event(error_report, Text),
    %% In OTP wording a report takes longer than what others do meanwhile: a shell's answer stands before it.
    [erlang:yield() || _ <- lists:seq(1, 12)],
    logger_proxy ! {print, Text, burst_limit(Id, Config)},
    ok;
write(_, _, #{type := standard_error}) ->
    ok;
write(Text, _, #{type := {device, Device}}) ->
    io:put_chars(Device, Text);
write(Text, _, #{type := file, file := File}) ->
    ok = file:write_file(File, unicode:characters_to_binary(Text), [append]).

%% How many events of a handler are printed in how many milliseconds.
burst_limit(Id, #{burst_limit_enable := true, burst_limit_max_count := Max, burst_limit_window_time := Time}) ->
    {Id, Max, Time};
burst_limit(_, _) ->
    none.

%% --- configuration: the numbers are OTP's. Of what they limit only bursts on the standard output can be exceeded here: no
%% queue grows, since reports are printed as fast as they come.

-define(FIXED, [type, file, modes]).

default_config(Type) ->
    Common = #{burst_limit_enable => true, burst_limit_max_count => 500, burst_limit_window_time => 1000,
               drop_mode_qlen => 200, filesync_repeat_interval => no_repeat, flush_qlen => 1000,
               overload_kill_enable => false, overload_kill_mem_size => 3000000, overload_kill_qlen => 20000,
               overload_kill_restart_after => 5000, sync_mode_qlen => 10, type => Type},
    case Type of
        file -> Common#{filesync_repeat_interval := 5000, file_check => 0, max_no_bytes => infinity, max_no_files => 0,
                        compress_on_rotate => false, modes => [delayed_write, raw, append]};
        _ -> Common
    end.

adding_handler(#{id := Id} = Handler) ->
    Given = maps:get(config, Handler, #{}),
    Default = default_config(type(Given)),
    case checked(Given, maps:merge(Default, Given)) of
        {ok, #{type := file} = Config} ->
            File = filename:absname(maps:get(file, Config, atom_to_list(Id))),
            _ = filelib:ensure_dir(File),
            {ok, Handler#{config => Config#{file => File}}};
        {ok, Config} -> {ok, Handler#{config => Config}};
        Error -> Error
    end.

type(#{type := {file, _}}) -> file;
type(#{type := Type}) -> Type;
type(#{file := _}) -> file;
type(Given) when is_map(Given) -> standard_io;
type(Given) -> error({badmap, Given}).

changing_config(SetOrUpdate, #{config := Old}, #{config := Given} = New) ->
    Type = maps:get(type, Old),
    Base = case SetOrUpdate of
        set -> maps:merge(default_config(Type), maps:with(?FIXED, Old));
        update -> Old
    end,
    case maps:merge(Base, absolute(Given)) of
        #{type := Type} = Config ->
            case {maps:with(?FIXED, Old), maps:with(?FIXED, Config)} of
                {Fixed, Fixed} ->
                    case checked(Given, Config) of
                        {ok, _} -> {ok, New#{config := Config}};
                        Error -> Error
                    end;
                {Fixed, Other} -> {error, {illegal_config_change, ?MODULE, Fixed, Other}}
            end;
        Config -> {error, {illegal_config_change, ?MODULE, maps:with(?FIXED, Old), maps:with(?FIXED, Config)}}
    end;
changing_config(set, #{config := Old}, New) ->
    {ok, New#{config => maps:merge(default_config(maps:get(type, Old)), maps:with(?FIXED, Old))}}.

%% What the numbers of the overload protection may be.
is_fit(Key, Value) when Key =:= burst_limit_enable; Key =:= overload_kill_enable -> is_boolean(Value);
is_fit(overload_kill_restart_after, infinity) -> true;
is_fit(Key, Value) when Key =:= sync_mode_qlen; Key =:= drop_mode_qlen; Key =:= flush_qlen;
                        Key =:= burst_limit_max_count; Key =:= burst_limit_window_time; Key =:= overload_kill_qlen;
                        Key =:= overload_kill_mem_size; Key =:= overload_kill_restart_after ->
    is_integer(Value) andalso Value >= 0;
is_fit(_, _) -> true.

absolute(#{file := File} = Given) -> Given#{file := filename:absname(File)};
absolute(Given) -> Given.

checked(Given, #{sync_mode_qlen := Sync, drop_mode_qlen := Drop, flush_qlen := Flush, type := Type} = Config) ->
    Known = maps:keys(default_config(file)) ++ [file],
    Wrong = maps:without(Known, Given),
    Unfit = maps:filter(fun(Key, Value) -> not is_fit(Key, Value) end, Given),
    IsType = lists:member(Type, [standard_io, standard_error, file]) orelse
        (is_tuple(Type) andalso tuple_size(Type) =:= 2 andalso element(1, Type) =:= device),
    if
        not IsType -> {error, {invalid_config, ?MODULE, #{type => Type}}};
        map_size(Wrong) > 0 -> {error, {invalid_config, ?MODULE, Wrong}};
        map_size(Unfit) > 0 -> {error, {invalid_olp_config, Unfit}};
        Drop > 1, Sync =< Drop, Drop =< Flush -> {ok, Config};
        true -> {error, {invalid_olp_levels, maps:with([sync_mode_qlen, drop_mode_qlen, flush_qlen], Config)}}
    end.

removing_handler(_) -> ok.

filter_config(Handler) -> Handler.

%% What is logged is in the file at once.
filesync(Id) when not is_atom(Id) -> {error, {badarg, {filesync, [Id]}}};
filesync(Id) ->
    case logger:get_handler_config(Id) of
        {ok, #{module := ?MODULE}} -> ok;
        _ -> exit({noproc, {gen_server, call, [list_to_atom(lists:concat([?MODULE, "_", Id])), filesync]}})
    end.
