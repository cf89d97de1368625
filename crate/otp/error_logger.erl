%% The older interface to logger. Report handlers are those of the event manager `error_logger', which is started with the
%% first of them and fed by a handler of that name.
-module(error_logger).
-export([error_msg/1, error_msg/2, format/2, error_report/1, error_report/2, warning_msg/1, warning_msg/2,
         warning_report/1, warning_report/2, info_msg/1, info_msg/2, info_report/1, info_report/2, error_info/1,
         add_report_handler/1, add_report_handler/2, delete_report_handler/1, which_report_handlers/0, warning_map/0,
         tty/1, logfile/1, get_format_depth/0, limit_term/1]).
%% For logger.
-export([log/2, removing_handler/1]).

error_msg(Format) -> error_msg(Format, []).
error_msg(Format, Args) -> message(error, error, error_msg, Format, Args).
format(Format, Args) -> error_msg(Format, Args).
error_report(Report) -> error_report(std_error, Report).
error_report(Type, Report) -> report(error, error_report, Type, Report).

warning_msg(Format) -> warning_msg(Format, []).
warning_msg(Format, Args) -> message(warning, warning_msg, warning_msg, Format, Args).
warning_report(Report) -> warning_report(std_warning, Report).
warning_report(Type, Report) -> report(warning, warning_report, Type, Report).

info_msg(Format) -> info_msg(Format, []).
info_msg(Format, Args) -> message(notice, info_msg, info_msg, Format, Args).
info_report(Report) -> info_report(std_info, Report).
info_report(Type, Report) -> report(notice, info_report, Type, Report).

error_info(_) -> ok.

message(Level, Tag, Function, Format, Args) ->
    logger:log(Level, #{label => {?MODULE, Function}, format => Format, args => Args},
               #{error_logger => #{tag => Tag}, report_cb => fun report_to_format/1}).

%% A type of one's own is for handlers of one's own: the default one does not print its domain.
report(Level, Tag, Type, Report) ->
    Domain = case lists:member(Type, [std_error, std_warning, std_info]) of
        true -> #{};
        false -> #{domain => [Type]}
    end,
    logger:log(Level, #{label => {?MODULE, Tag}, report => Report},
               Domain#{error_logger => #{tag => Tag, type => Type}, report_cb => fun report_to_format/1}).

report_to_format(#{format := Format, args := Args}) ->
    try io_lib:format(Format, Args) of
        _ -> {Format, Args}
    catch
        _:_ -> {"ERROR: ~tp - ~tp", [Format, Args]}
    end;
report_to_format(Report) ->
    logger:format_otp_report(Report).

%% --- report handlers

add_report_handler(Module) when is_atom(Module) -> add_report_handler(Module, []).
add_report_handler(Module, Args) when is_atom(Module) ->
    ensure_started(),
    gen_event:add_handler(?MODULE, Module, Args).

ensure_started() ->
    case gen_event:start({local, ?MODULE}) of
        {ok, _} -> logger:add_handler(?MODULE, ?MODULE, #{level => info});
        {error, {already_started, _}} -> ok
    end.

delete_report_handler(Module) when is_atom(Module) ->
    case whereis(?MODULE) of
        undefined -> ok;
        _ ->
            Result = gen_event:delete_handler(?MODULE, Module, []),
            gen_event:which_handlers(?MODULE) =:= [] andalso logger:remove_handler(?MODULE),
            Result
    end.

which_report_handlers() ->
    case whereis(?MODULE) of
        undefined -> [];
        _ -> gen_event:which_handlers(?MODULE)
    end.

%% Only what this interface or OTP itself has logged has a place among its events.
log(#{msg := Message, meta := #{error_logger := #{tag := Tag} = About, gl := Leader, pid := Pid} = Meta}, _) ->
    notify(Tag, Leader, Pid, Message, About, Meta);
log(_, _) ->
    ok.

notify(Tag, Leader, Pid, {report, #{report := Report}}, #{type := Type}, _) ->
    gen_event:notify(?MODULE, {Tag, Leader, {Pid, Type, Report}});
notify(Tag, Leader, Pid, {report, Report}, About, Meta) ->
    case maps:merge(Meta, About) of
        #{report_cb := Fun} when is_function(Fun, 1) ->
            {Format, Args} = Fun(Report),
            gen_event:notify(?MODULE, {Tag, Leader, {Pid, Format, Args}});
        #{type := Type} -> gen_event:notify(?MODULE, {Tag, Leader, {Pid, Type, Report}});
        _ -> ok
    end;
notify(Tag, Leader, Pid, {string, Text}, _, _) ->
    gen_event:notify(?MODULE, {Tag, Leader, {Pid, "~ts", [Text]}});
notify(Tag, Leader, Pid, {Format, Args}, _, _) ->
    gen_event:notify(?MODULE, {Tag, Leader, {Pid, Format, Args}}).

removing_handler(_) ->
    gen_event:stop(?MODULE).

warning_map() -> warning.

tty(true) ->
    _ = logger:remove_handler_filter(default, error_logger_tty_false),
    ok;
tty(false) ->
    _ = logger:add_handler_filter(default, error_logger_tty_false, {fun(_, _) -> stop end, ok}),
    ok.

logfile(_) -> {error, no_log_file}.
get_format_depth() -> unlimited.
limit_term(Term) -> Term.
