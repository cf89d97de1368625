%% Logging: an event is #{level, msg, meta}. The process that logs asks whether the level is wanted, passes the event
%% through filters and hands it to each handler; the one called default prints it as a report.
-module(logger).
-export([emergency/1, emergency/2, emergency/3, alert/1, alert/2, alert/3, critical/1, critical/2, critical/3,
         error/1, error/2, error/3, warning/1, warning/2, warning/3, notice/1, notice/2, notice/3,
         info/1, info/2, info/3, debug/1, debug/2, debug/3, log/2, log/3, log/4, macro_log/3, macro_log/4, macro_log/5,
         allow/2, compare_levels/2, timestamp/0, format_report/1, format_otp_report/1,
         set_process_metadata/1, update_process_metadata/1, get_process_metadata/0, unset_process_metadata/0,
         get_config/0, get_proxy_config/0, get_primary_config/0, set_primary_config/1, set_primary_config/2, update_primary_config/1,
         add_primary_filter/2, remove_primary_filter/1,
         set_module_level/2, unset_module_level/0, unset_module_level/1, get_module_level/0, get_module_level/1,
         set_application_level/2, unset_application_level/1,
         add_handler/3, remove_handler/1, get_handler_ids/0, get_handler_config/0, get_handler_config/1,
         set_handler_config/2, set_handler_config/3, update_handler_config/2, update_handler_config/3,
         update_formatter_config/2, update_formatter_config/3, add_handler_filter/3, remove_handler_filter/2]).
%% For boot: events of the runtime itself, and of other nodes.
-export([emulator/4, elsewhere/4, from_elsewhere/3]).

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

log(Level, Format, Args, Meta) -> log_it(Level, {Format, Args}, Meta).

%% The macros of logger.hrl add where they stand.
macro_log(Location, Level, What) -> log_it(Level, What, Location).
macro_log(Location, Level, What, Meta) when is_map(Meta), not is_function(What, 1) ->
    log_it(Level, What, maps:merge(Location, Meta));
macro_log(Location, Level, Format, Args) -> log_it(Level, {Format, Args}, Location).
macro_log(Location, Level, Format, Args, Meta) -> log_it(Level, {Format, Args}, maps:merge(Location, Meta)).

log_it(Level, What, Meta) ->
    Config = config(),
    case is_wanted(Level, Meta, Config) of
        true -> log_allowed(Level, What, all_metadata(Meta, Config), Config);
        false -> ok
    end.

is_wanted(Level, #{mfa := {Module, _, _}}, #{modules := #{} = Modules} = Config) when is_map_key(Module, Modules) ->
    is_map(Config) andalso rank(Level) =< rank(map_get(Module, Modules));
is_wanted(Level, _, #{primary := #{level := Limit}}) ->
    rank(Level) =< rank(Limit).

all_metadata(Meta, #{primary := #{metadata := Primary}}) ->
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
    publish_here(Event, Config);
publish(Event, Config) ->
    publish_here(Event, Config).

elsewhere(Node, Level, {Format, Args}, Meta) when is_list(Args), Format =/= report ->
    {logger_proxy, Node} ! {log, Level, Format, Args, Meta};
elsewhere(Node, Level, {_, What}, Meta) ->
    {logger_proxy, Node} ! {log, Level, What, Meta}.

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

publish_here(Event, #{primary := Primary, handlers := Handlers}) ->
    case filtered(Event, Primary) of
        stop -> ok;
        Passed -> lists:foreach(fun(Handler) -> hand_over(Passed, Handler) end, Handlers)
    end.

hand_over(#{level := Level} = Event, #{level := Limit, module := Module, id := Id} = Handler) ->
    case rank(Level) =< rank(Limit) andalso filtered(Event, Handler) of
        false -> ok;
        stop -> ok;
        Passed ->
            try
                Module:log(Passed, Handler)
            catch
                Class:Reason:Stack ->
                    %% A handler that fails once is not asked again.
                    _ = remove_handler(Id),
                    log_it(error, {"Handler ~p crashed: ~p", [Id, {Class, Reason, Stack}]}, #{})
            end
    end.

%% The first filter that decides stops the event or passes it on, changed or not.
filtered(Event, #{filters := Filters, filter_default := Default}) -> filtered(Filters, Event, ignored, Default).

filtered([{_, {Fun, Arg}} | Filters], Event, Decided, Default) ->
    case catch Fun(Event, Arg) of
        stop -> stop;
        ignore -> filtered(Filters, Event, Decided, Default);
        #{level := _, msg := _, meta := _} = Changed -> filtered(Filters, Changed, logged, Default);
        _ -> filtered(Filters, Event, Decided, Default)
    end;
filtered([], _, ignored, stop) -> stop;
filtered([], Event, _, _) -> Event.

%% Text is the report as the default handler prints it, made by the runtime.
emulator(Text, Format, Args, Meta) ->
    Config = config(),
    case is_wanted(error, Meta, Config) of
        true ->
            Event = #{level => error, msg => {Format, Args}, meta => all_metadata(Meta#{printed => Text}, Config)},
            publish(Event, Config);
        false -> ok
    end.

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
    case {rank(A), rank(B)} of
        {Same, Same} -> eq;
        {More, Less} when More < Less -> gt;
        _ -> lt
    end.

allow(Level, Module) when is_atom(Level), is_atom(Module) ->
    is_wanted(Level, #{mfa => {Module, allow, 2}}, config()).

is_level(Level) -> lists:member(Level, [none, emergency, alert, critical, error, warning, notice, info, debug, all]).

timestamp() -> erlang:system_time(microsecond).

%% --- configuration: kept by the node, read by whoever logs

config() ->
    case console:logger_config() of
        undefined -> first_config();
        Config -> Config
    end.

first_config() ->
    Domain = fun logger_filters:domain/2,
    #{primary => #{filter_default => log, filters => [], level => notice, metadata => #{}},
      modules => #{},
      handlers => [#{id => default, module => logger_std_h, level => all, filter_default => stop,
                     filters => [{remote_gl, {fun logger_filters:remote_gl/2, stop}},
                                 {domain, {Domain, {log, super, [otp, sasl]}}},
                                 {no_domain, {Domain, {log, undefined, []}}}],
                     formatter => {logger_formatter, #{legacy_header => true, single_line => false}},
                     config => logger_std_h:default_config()}]}.

change(Fun) ->
    Config = config(),
    case Fun(Config) of
        {error, _} = Error -> Error;
        Changed ->
            console:logger_config(Changed),
            ok
    end.

get_config() ->
    #{primary => get_primary_config(), handlers => get_handler_config(), module_levels => get_module_level(),
      proxy => get_proxy_config()}.

%% Here nothing is dropped; the numbers are OTP's.
get_proxy_config() ->
    #{burst_limit_enable => false, burst_limit_max_count => 500, burst_limit_window_time => 1000,
      drop_mode_qlen => 1000, flush_qlen => 5000, overload_kill_enable => false, overload_kill_mem_size => 3000000,
      overload_kill_qlen => 20000, overload_kill_restart_after => 5000, sync_mode_qlen => 500}.

get_primary_config() -> maps:get(primary, config()).

set_primary_config(#{} = New) ->
    Default = #{filter_default => log, filters => [], level => notice, metadata => #{}},
    change_primary(fun(_) -> maps:merge(Default, New) end).
set_primary_config(Key, Value) -> change_primary(fun(Primary) -> Primary#{Key => Value} end).
update_primary_config(#{} = New) -> change_primary(fun(Primary) -> maps:merge(Primary, New) end).

change_primary(Fun) ->
    change(fun(#{primary := Primary} = Config) ->
        New = Fun(Primary),
        case first_error(fun primary_error/2, New) of
            ok -> Config#{primary := New};
            Error -> Error
        end
    end).

first_error(Check, Map) ->
    lists:foldl(fun({Key, Value}, ok) -> Check(Key, Value); (_, Error) -> Error end, ok, maps:to_list(Map)).

primary_error(metadata, Value) when is_map(Value) -> ok;
primary_error(metadata, Value) -> {error, {invalid_primary_config, {metadata, Value}}};
primary_error(Key, Value) when Key =:= level; Key =:= filters; Key =:= filter_default -> common_error(Key, Value);
primary_error(Key, Value) -> {error, {invalid_primary_config, {Key, Value}}}.

common_error(level, Level) ->
    case is_level(Level) of true -> ok; false -> {error, {invalid_level, Level}} end;
common_error(filter_default, Value) when Value =:= log; Value =:= stop -> ok;
common_error(filter_default, Value) -> {error, {invalid_filter_default, Value}};
common_error(filters, Filters) when is_list(Filters) ->
    lists:foldl(fun(Filter, ok) -> filter_error(Filter); (_, Error) -> Error end, ok, Filters);
common_error(filters, Filters) -> {error, {invalid_filters, Filters}}.

filter_error({Id, {Fun, _}}) when is_atom(Id), is_function(Fun, 2) -> ok;
filter_error(Filter) -> {error, {invalid_filter, Filter}}.

add_primary_filter(Id, Filter) ->
    change_primary_filters(fun(Filters) -> add_filter(Id, Filter, Filters) end).
remove_primary_filter(Id) ->
    change_primary_filters(fun(Filters) -> remove_filter(Id, Filters) end).

change_primary_filters(Fun) ->
    change(fun(#{primary := #{filters := Filters} = Primary} = Config) ->
        case Fun(Filters) of
            {error, _} = Error -> Error;
            New -> Config#{primary := Primary#{filters := New}}
        end
    end).

add_filter(Id, Filter, Filters) ->
    case {filter_error({Id, Filter}), lists:keymember(Id, 1, Filters)} of
        {ok, false} -> Filters ++ [{Id, Filter}];
        {ok, true} -> {error, {already_exist, Id}};
        {Error, _} -> Error
    end.

remove_filter(Id, Filters) ->
    case lists:keymember(Id, 1, Filters) of
        true -> lists:keydelete(Id, 1, Filters);
        false -> {error, {not_found, Id}}
    end.

set_module_level(Module, Level) when is_atom(Module) -> set_module_level([Module], Level);
set_module_level(Modules, Level) when is_list(Modules) ->
    case {is_level(Level), lists:all(fun is_atom/1, Modules)} of
        {true, true} ->
            change(fun(#{modules := Set} = Config) ->
                Config#{modules := maps:merge(Set, maps:from_list([{Module, Level} || Module <- Modules]))}
            end);
        {true, false} -> {error, {not_a_list_of_modules, Modules}};
        {false, _} -> {error, {invalid_level, Level}}
    end;
set_module_level(Modules, _) -> {error, {not_a_list_of_modules, Modules}}.

unset_module_level() -> change(fun(Config) -> Config#{modules := #{}} end).
unset_module_level(Module) when is_atom(Module) -> unset_module_level([Module]);
unset_module_level(Modules) when is_list(Modules) ->
    change(fun(#{modules := Set} = Config) -> Config#{modules := maps:without(Modules, Set)} end);
unset_module_level(Modules) -> {error, {not_a_list_of_modules, Modules}}.

get_module_level() -> maps:to_list(maps:get(modules, config())).
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

%% --- handlers

add_handler(Id, Module, Given) when is_atom(Id), is_atom(Module), is_map(Given) ->
    Default = #{level => all, filters => [], filter_default => log, formatter => {logger_formatter, #{}}},
    Handler = maps:merge(Default, Given#{id => Id, module => Module}),
    Known = lists:member(Id, get_handler_ids()),
    case first_error(fun handler_error/2, Handler) of
        _ when Known -> {error, {already_exist, Id}};
        ok ->
            _ = code:ensure_loaded(Module),
            case erlang:function_exported(Module, log, 2) of
                true -> added(Module, Handler);
                false -> {error, {invalid_handler, {function_not_exported, {Module, log, 2}}}}
            end;
        Error -> Error
    end;
add_handler(Id, _, _) when not is_atom(Id) -> {error, {invalid_id, Id}};
add_handler(_, Module, _) when not is_atom(Module) -> {error, {invalid_module, Module}};
add_handler(_, _, Config) -> {error, {invalid_config, Config}}.

added(Module, Handler) ->
    case callback(Module, adding_handler, [Handler], {ok, Handler}) of
        {ok, Ready} -> change(fun(#{handlers := Handlers} = Config) -> Config#{handlers := Handlers ++ [Ready]} end);
        {error, Reason} -> {error, {handler_not_added, Reason}};
        {crashed, Reason} -> {error, {handler_not_added, {callback_crashed, Reason}}}
    end.

remove_handler(Id) ->
    case get_handler_config(Id) of
        {ok, #{module := Module} = Handler} ->
            _ = callback(Module, removing_handler, [Handler], ok),
            change(fun(#{handlers := Handlers} = Config) ->
                Config#{handlers := [Other || Other = #{id := OtherId} <- Handlers, OtherId =/= Id]}
            end);
        Error -> Error
    end.

%% Calls an optional callback of a handler.
callback(Module, Function, Args, Default) ->
    try
        case erlang:function_exported(Module, Function, length(Args)) of
            true -> apply(Module, Function, Args);
            false -> Default
        end
    catch
        Class:Reason:Stack -> {crashed, {Class, Reason, Stack}}
    end.

handler_error(Key, Value) when Key =:= level; Key =:= filters; Key =:= filter_default -> common_error(Key, Value);
handler_error(formatter, {Module, Config}) when is_atom(Module) ->
    case callback(Module, check_config, [Config], ok) of
        ok -> ok;
        {error, Reason} -> {error, Reason};
        {crashed, Reason} -> {error, {callback_crashed, Reason}}
    end;
handler_error(formatter, Value) -> {error, {invalid_formatter, Value}};
handler_error(_, _) -> ok.

get_handler_ids() -> lists:sort([Id || #{id := Id} <- get_handler_config()]).
get_handler_config() -> maps:get(handlers, config()).
get_handler_config(Id) ->
    case [Handler || Handler = #{id := HandlerId} <- get_handler_config(), HandlerId =:= Id] of
        [Handler] -> {ok, Handler};
        [] -> {error, {not_found, Id}}
    end.

set_handler_config(Id, #{} = New) ->
    Default = #{level => all, filters => [], filter_default => log, formatter => {logger_formatter, #{}}},
    change_handler(Id, set, fun(Old) -> maps:merge(Default, New#{id => Id, module => maps:get(module, Old)}) end).
set_handler_config(Id, Key, Value) -> change_handler(Id, set, fun(Old) -> Old#{Key => Value} end).
update_handler_config(Id, #{} = New) -> change_handler(Id, update, fun(Old) -> maps:merge(Old, New) end).
update_handler_config(Id, Key, Value) -> update_handler_config(Id, #{Key => Value}).

update_formatter_config(Id, #{} = New) ->
    change_handler(Id, update, fun(#{formatter := {Module, Old}} = Handler) ->
        Handler#{formatter := {Module, maps:merge(Old, New)}}
    end).
update_formatter_config(Id, Key, Value) -> update_formatter_config(Id, #{Key => Value}).

add_handler_filter(Id, FilterId, Filter) ->
    change_handler(Id, update, fun(#{filters := Filters} = Handler) ->
        with_filters(Handler, add_filter(FilterId, Filter, Filters))
    end).
remove_handler_filter(Id, FilterId) ->
    change_handler(Id, update, fun(#{filters := Filters} = Handler) ->
        with_filters(Handler, remove_filter(FilterId, Filters))
    end).

with_filters(_, {error, _} = Error) -> Error;
with_filters(Handler, Filters) -> Handler#{filters := Filters}.

change_handler(Id, SetOrUpdate, Fun) ->
    case get_handler_config(Id) of
        {ok, Old} ->
            case Fun(Old) of
                {error, _} = Error -> Error;
                New -> checked_change(Old, New, SetOrUpdate)
            end;
        Error -> Error
    end.

checked_change(#{id := Id, module := Module} = Old, New, SetOrUpdate) ->
    case {first_error(fun handler_error/2, New), New} of
        {ok, #{id := Id, module := Module}} ->
            case callback(Module, changing_config, [SetOrUpdate, Old, New], {ok, New}) of
                {ok, Ready} ->
                    change(fun(#{handlers := Handlers} = Config) ->
                        Put = fun(#{id := Other}) when Other =:= Id -> Ready; (Handler) -> Handler end,
                        Config#{handlers := lists:map(Put, Handlers)}
                    end);
                {error, Reason} -> {error, Reason};
                {crashed, Reason} -> {error, {callback_crashed, Reason}}
            end;
        {ok, _} -> {error, {illegal_config_change, maps:with([id, module], Old), maps:with([id, module], New)}};
        {Error, _} -> Error
    end.

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
