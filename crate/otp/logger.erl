%% Logging: an event is #{level, msg, meta}. The process that logs asks whether the level is wanted and makes the event;
%% logger_backend passes it through filters to the handlers, of which the one called default prints it as a report. What is
%% configured is changed by logger_server.
-module(logger).
-export([emergency/1, emergency/2, emergency/3, alert/1, alert/2, alert/3, critical/1, critical/2, critical/3,
         error/1, error/2, error/3, warning/1, warning/2, warning/3, notice/1, notice/2, notice/3,
         info/1, info/2, info/3, debug/1, debug/2, debug/3, log/2, log/3, log/4, macro_log/3, macro_log/4, macro_log/5,
         allow/2, compare_levels/2, timestamp/0, format_report/1, format_otp_report/1, filter_stacktrace/2,
         set_process_metadata/1, update_process_metadata/1, get_process_metadata/0, unset_process_metadata/0,
         get_config/0, get_proxy_config/0, set_proxy_config/1, update_proxy_config/1,
         get_primary_config/0, set_primary_config/1, set_primary_config/2, update_primary_config/1,
         add_primary_filter/2, remove_primary_filter/1,
         set_module_level/2, unset_module_level/0, unset_module_level/1, get_module_level/0, get_module_level/1,
         set_application_level/2, unset_application_level/1,
         add_handler/3, add_handlers/1, remove_handler/1, get_handler_ids/0, get_handler_config/0, get_handler_config/1,
         set_handler_config/2, set_handler_config/3, update_handler_config/2, update_handler_config/3,
         update_formatter_config/2, update_formatter_config/3, add_handler_filter/3, remove_handler_filter/2,
         reconfigure/0, i/0, i/1]).
%% For boot: events of the runtime itself, and of other nodes.
-export([emulator/4, elsewhere/4, from_elsewhere/3]).
%% For logger_backend and logger_server: what they say of themselves.
-export([internal_log/3]).

%% --- logging

emergency(What) -> log(emergency, What).
emergency(What, X) -> log(emergency, What, X).
emergency(Format, Args, Meta) -> log(emergency, Format, Args, Meta).
alert(What) -> log(alert, What).
alert(What, X) -> log(alert, What, X).
alert(Format, Args, Meta) -> log(alert, Format, Args, Meta).
critical(What) -> log(critical, What).
critical(What, X) -> log(critical, What, X).
critical(Format, Args, Meta) -> log(critical, Format, Args, Meta).
error(What) -> log(error, What).
error(What, X) -> log(error, What, X).
error(Format, Args, Meta) -> log(error, Format, Args, Meta).
warning(What) -> log(warning, What).
warning(What, X) -> log(warning, What, X).
warning(Format, Args, Meta) -> log(warning, Format, Args, Meta).
notice(What) -> log(notice, What).
notice(What, X) -> log(notice, What, X).
notice(Format, Args, Meta) -> log(notice, Format, Args, Meta).
info(What) -> log(info, What).
info(What, X) -> log(info, What, X).
info(Format, Args, Meta) -> log(info, Format, Args, Meta).
debug(What) -> log(debug, What).
debug(What, X) -> log(debug, What, X).
debug(Format, Args, Meta) -> log(debug, Format, Args, Meta).

log(Level, What) -> log_it(Level, What, #{}).

%% (Level, StringOrReport, Metadata), (Level, Format, Args) or (Level, Fun, FunArgument).
log(Level, What, Meta) when is_map(Meta), not is_function(What, 1) -> log_it(Level, What, Meta);
log(Level, Format, Args) -> log_it(Level, {Format, Args}, #{}).

log(Level, Format, Args, Meta) when is_map(Meta) -> log_it(Level, {Format, Args}, Meta).

%% The macros of logger.hrl add where they stand.
macro_log(Location, Level, What) -> log_it(Level, What, Location).
macro_log(Location, Level, What, Meta) when is_map(Meta), not is_function(What, 1) ->
    log_it(Level, What, maps:merge(Location, Meta));
macro_log(Location, Level, Format, Args) -> log_it(Level, {Format, Args}, Location).
macro_log(Location, Level, Format, Args, Meta) -> log_it(Level, {Format, Args}, maps:merge(Location, Meta)).

log_it(Level, What, Meta) ->
    #{primary := Primary} = Config = logger_server:config(),
    case is_wanted(Level, Meta, Config) of
        true -> log_allowed(Level, What, all_metadata(Meta, Primary), Config);
        false -> ok
    end.

is_wanted(Level, #{mfa := {Module, _, _}}, #{modules := Modules}) when is_map_key(Module, Modules) ->
    rank(Level) =< rank(map_get(Module, Modules));
is_wanted(Level, _, #{primary := #{level := Limit}}) ->
    rank(Level) =< rank(Limit).

all_metadata(Meta, #{metadata := Primary}) ->
    Process = case get_process_metadata() of undefined -> #{}; Set -> Set end,
    Own = #{pid => self(), gl => group_leader(), time => timestamp()},
    lists:foldl(fun(More, Before) -> maps:merge(Before, More) end, Own, [Primary, Process, Meta]).

log_allowed(Level, {Fun, Arg}, Meta, Config) when is_function(Fun, 1) ->
    try Fun(Arg) of
        ignore -> ok;
        {Format, Args} when is_list(Args) -> log_allowed(Level, {Format, Args}, Meta, Config);
        {What, More} when is_map(More) -> log_allowed(Level, What, maps:merge(Meta, More), Config);
        What -> log_allowed(Level, What, Meta, Config)
    catch
        Class:Reason ->
            log_allowed(Level, {"LAZY_FUN CRASH: ~tp; Reason: ~tp", [{Fun, Arg}, {Class, Reason}]}, Meta, Config)
    end;
log_allowed(Level, {Format, Args}, Meta, Config) when is_list(Args) ->
    publish(#{level => Level, msg => {Format, Args}, meta => Meta}, Config);
log_allowed(Level, Report, Meta, Config) when is_map(Report) ->
    publish(#{level => Level, msg => {report, Report}, meta => Meta}, Config);
log_allowed(Level, What, Meta, Config) when is_list(What) ->
    Message = case What of
        [{_, _} | _] -> {report, What};
        _ -> {string, What}
    end,
    publish(#{level => Level, msg => Message, meta => Meta}, Config);
log_allowed(Level, What, Meta, Config) when is_binary(What) ->
    publish(#{level => Level, msg => {string, What}, meta => Meta}, Config).

%% What a process logs whose group leader is on another node goes there; the handlers here are asked too.
publish(#{level := Level, msg := Message, meta := #{gl := Leader} = Meta} = Event, Config) when node(Leader) =/= node() ->
    elsewhere(node(Leader), Level, Message, Meta),
    logger_backend:publish(Event, Config);
publish(Event, Config) ->
    logger_backend:publish(Event, Config).

%% As in OTP it is not the reporting process itself that sends it: its exit signal arrives before its report.
elsewhere(Node, Level, {Format, Args}, Meta) when is_list(Args), Format =/= report ->
    logger_proxy ! {remote, Node, {log, Level, Format, Args, Meta}};
elsewhere(Node, Level, {_, What}, Meta) ->
    logger_proxy ! {remote, Node, {log, Level, What, Meta}}.

%% Logs what another node has sent, as if it came from here. OTP's modules word some reports by functions that are not here:
%% those are printed as they are.
from_elsewhere(Level, #{label := {error_logger, _}, format := Format, args := Args}, Meta) ->
    from_elsewhere(Level, {Format, Args}, Meta);
from_elsewhere(Level, What, #{gl := _, pid := _, time := _} = Meta) ->
    Known = case Meta of
        #{report_cb := Word} ->
            {_, Module} = erlang:fun_info(Word, module),
            {_, Name} = erlang:fun_info(Word, name),
            {_, Arity} = erlang:fun_info(Word, arity),
            _ = code:ensure_loaded(Module),
            case erlang:function_exported(Module, Name, Arity) of
                true -> Meta;
                false -> maps:remove(report_cb, Meta)
            end;
        _ -> Meta
    end,
    log_it(Level, What, Known#{gl => group_leader()});
from_elsewhere(_, _, _) ->
    ok.

%% Text is the report as the default handler prints it, made by the runtime.
emulator(Text, Format, Args, Meta) ->
    #{primary := Primary} = Config = logger_server:config(),
    case is_wanted(error, Meta, Config) of
        true ->
            Event = #{level => error, msg => {Format, Args}, meta => all_metadata(Meta#{printed => Text}, Primary)},
            publish(Event, Config);
        false -> ok
    end.

internal_log(Level, Report, {Module, _, _} = Where) ->
    log_it(Level, Report, #{internal_log_event => true, mfa => Where, file => atom_to_list(Module) ++ ".erl", line => 0}).

%% --- levels

rank(emergency) -> 0;
rank(alert) -> 1;
rank(critical) -> 2;
rank(error) -> 3;
rank(warning) -> 4;
rank(notice) -> 5;
rank(info) -> 6;
rank(debug) -> 7;
rank(none) -> -1;
rank(all) -> 10.

compare_levels(A, B) ->
    try {rank(A), rank(B)} of
        {Same, Same} -> eq;
        {More, Less} when More < Less -> gt;
        _ -> lt
    catch
        error:function_clause -> erlang:error(badarg, [A, B])
    end.

allow(Level, Module) when is_atom(Level), is_atom(Module) ->
    is_wanted(Level, #{mfa => {Module, allow, 2}}, logger_server:config()).

timestamp() -> erlang:system_time(microsecond).

%% --- configuration

get_config() ->
    #{primary => get_primary_config(), handlers => get_handler_config(), module_levels => get_module_level(),
      proxy => get_proxy_config()}.

get_proxy_config() -> maps:get(proxy, logger_server:config()).
set_proxy_config(Config) -> logger_server:change_proxy(set, Config).
update_proxy_config(Config) -> logger_server:change_proxy(update, Config).

get_primary_config() -> maps:get(primary, logger_server:config()).
set_primary_config(Config) -> logger_server:change_primary(set, Config).
set_primary_config(Key, Value) -> logger_server:change_primary(update, #{Key => Value}).
update_primary_config(Config) -> logger_server:change_primary(update, Config).
add_primary_filter(Id, Filter) -> logger_server:add_filter(primary, Id, Filter).
remove_primary_filter(Id) -> logger_server:remove_filter(primary, Id).

set_module_level(Modules, Level) -> logger_server:set_module_level(Modules, Level).
unset_module_level() -> logger_server:unset_module_level().
unset_module_level(Modules) -> logger_server:unset_module_level(Modules).

get_module_level() -> maps:to_list(maps:get(modules, logger_server:config())).
get_module_level(Module) when is_atom(Module) -> get_module_level([Module]);
get_module_level(Modules) ->
    [Pair || Pair = {Module, _} <- get_module_level(), lists:member(Module, Modules)].

set_application_level(Application, Level) ->
    case application:get_key(Application, modules) of
        {ok, Modules} -> set_module_level(Modules, Level);
        undefined -> {error, {not_loaded, Application}}
    end.

unset_application_level(Application) ->
    case application:get_key(Application, modules) of
        {ok, Modules} -> unset_module_level(Modules);
        undefined -> {error, {not_loaded, Application}}
    end.

add_handler(Id, Module, Config) -> logger_server:add_handler(Id, Module, Config).
add_handlers(Wanted) -> logger_server:add_handlers(Wanted).
remove_handler(Id) -> logger_server:remove_handler(Id).

get_handler_ids() -> [Id || #{id := Id} <- maps:get(handlers, logger_server:config())].
get_handler_config() -> [logger_server:shown(Handler) || Handler <- maps:get(handlers, logger_server:config())].
get_handler_config(Id) ->
    case logger_server:find_handler(Id) of
        {ok, Handler} -> {ok, logger_server:shown(Handler)};
        Error -> Error
    end.

set_handler_config(Id, Config) -> logger_server:change_handler(set, Id, Config).
set_handler_config(Id, Key, Value) -> logger_server:change_handler(set, Id, Key, Value).
update_handler_config(Id, Config) -> logger_server:change_handler(update, Id, Config).
update_handler_config(Id, Key, Value) -> logger_server:change_handler(update, Id, Key, Value).
update_formatter_config(Id, Config) -> logger_server:update_formatter(Id, Config).
update_formatter_config(Id, Key, Value) -> update_formatter_config(Id, #{Key => Value}).
add_handler_filter(Id, FilterId, Filter) -> logger_server:add_filter(Id, FilterId, Filter).
remove_handler_filter(Id, FilterId) -> logger_server:remove_filter(Id, FilterId).
reconfigure() -> logger_server:reconfigure().

i() -> logger_show:all().
i(What) -> logger_show:one(What).

%% --- what a process adds to all that it logs

set_process_metadata(Meta) when is_map(Meta) ->
    put('$logger_metadata$', Meta),
    ok;
set_process_metadata(Meta) ->
    erlang:error(badarg, [Meta]).

update_process_metadata(Meta) when is_map(Meta) ->
    case get_process_metadata() of
        undefined -> set_process_metadata(Meta);
        Before -> set_process_metadata(maps:merge(Before, Meta))
    end;
update_process_metadata(Meta) ->
    erlang:error(badarg, [Meta]).

get_process_metadata() -> get('$logger_metadata$').

unset_process_metadata() ->
    erase('$logger_metadata$'),
    ok.

%% The frames of Module and what called it are nobody's business.
filter_stacktrace(Module, Stack) -> lists:takewhile(fun(Frame) -> element(1, Frame) =/= Module end, Stack).

%% --- reports as text: format and arguments

format_otp_report(#{label := _, report := Report}) -> format_report(Report);
format_otp_report(Report) -> format_report(Report).

format_report(Report) when is_map(Report) -> format_report(maps:to_list(Report));
format_report(Report) when is_list(Report) ->
    case lists:flatten(Report) of
        [] -> {"~tp", [[]]};
        Flat ->
            case is_string(Flat) of
                true -> {"~ts", [Flat]};
                false -> report_lines(Report, [], [])
            end
    end;
format_report(Report) -> {"~tp", [Report]}.

report_lines([{Key, Value} | Rest], Formats, Args) ->
    Format = case is_string(Value) of true -> "    ~tp: ~ts"; false -> "    ~tp: ~tp" end,
    report_lines(Rest, [Format | Formats], [Value, Key | Args]);
report_lines([Item | Rest], Formats, Args) ->
    report_lines(Rest, ["    ~tp" | Formats], [Item | Args]);
report_lines([], Formats, Args) ->
    {lists:flatten(lists:join("\n", lists:reverse(Formats))), lists:reverse(Args)}.

is_string([]) -> false;
is_string(List) when is_list(List) -> io_lib:printable_unicode_list(List);
is_string(_) -> false.
