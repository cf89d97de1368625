%% The logger's configuration: kept by the node, read by whoever logs, changed here.
-module(logger_server).
-export([config/0, change_primary/2, change_proxy/2, add_filter/3, remove_filter/2,
         set_module_level/2, unset_module_level/0, unset_module_level/1,
         add_handler/3, add_handlers/1, remove_handler/1, find_handler/1, shown/1,
         change_handler/3, change_handler/4, update_formatter/2, reconfigure/0]).

config() ->
    case console:logger_config() of
        undefined -> first_config();
        Config -> Config
    end.

first_config() ->
    #{primary => default_primary(), modules => #{}, proxy => default_proxy(), handlers => [first_handler()]}.

default_primary() -> #{filter_default => log, filters => [], level => notice, metadata => #{}}.

first_handler() ->
    Domain = fun logger_filters:domain/2,
    #{id => default, module => logger_std_h, level => all, filter_default => stop,
      filters => [{remote_gl, {fun logger_filters:remote_gl/2, stop}},
                  {domain, {Domain, {log, super, [otp, sasl]}}},
                  {no_domain, {Domain, {log, undefined, []}}}],
      formatter => {logger_formatter, #{legacy_header => true, single_line => false}},
      config => logger_std_h:default_config(standard_io)}.

%% Here nothing is dropped; the numbers are OTP's.
default_proxy() ->
    #{burst_limit_enable => false, burst_limit_max_count => 500, burst_limit_window_time => 1000,
      drop_mode_qlen => 1000, flush_qlen => 5000, overload_kill_enable => false, overload_kill_mem_size => 3000000,
      overload_kill_qlen => 20000, overload_kill_restart_after => 5000, sync_mode_qlen => 500}.

%% Fun gives the new configuration or an error.
change(Fun) ->
    case Fun(config()) of
        {error, _} = Error -> Error;
        Changed ->
            console:logger_config(Changed),
            ok
    end.

%% As after the start of a node.
reconfigure() -> change(fun(_) -> first_config() end).

%% --- what holds for all events

change_primary(_, Given) when not is_map(Given) ->
    {error, {invalid_config, Given}};
change_primary(SetOrUpdate, Given) ->
    change(fun(#{primary := Old} = Config) ->
        Base = case SetOrUpdate of set -> default_primary(); update -> Old end,
        New = maps:merge(Base, Given),
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

is_level(Level) -> lists:member(Level, [none, emergency, alert, critical, error, warning, notice, info, debug, all]).

filter_error({Id, {Fun, _}}) when is_atom(Id), is_function(Fun, 2) -> ok;
filter_error(Filter) -> {error, {invalid_filter, Filter}}.

change_proxy(_, Given) when not is_map(Given) ->
    {error, {invalid_config, Given}};
change_proxy(SetOrUpdate, Given) ->
    change(fun(#{proxy := Old} = Config) ->
        Base = case SetOrUpdate of set -> default_proxy(); update -> Old end,
        case maps:without(maps:keys(Base), Given) of
            Unknown when map_size(Unknown) > 0 -> {error, {invalid_olp_config, Unknown}};
            _ -> Config#{proxy := maps:merge(Base, Given)}
        end
    end).

%% --- filters, of all events (primary) or of a handler. The newest is asked first.

add_filter(Owner, Id, Filter) ->
    case filter_error({Id, Filter}) of
        ok ->
            change_filters(Owner, fun(Filters) ->
                case lists:keymember(Id, 1, Filters) of
                    true -> {error, {already_exist, Id}};
                    false -> [{Id, Filter} | Filters]
                end
            end);
        Error -> Error
    end.

remove_filter(Owner, Id) ->
    change_filters(Owner, fun(Filters) ->
        case lists:keymember(Id, 1, Filters) of
            true -> lists:keydelete(Id, 1, Filters);
            false -> {error, {not_found, Id}}
        end
    end).

change_filters(primary, Fun) ->
    change(fun(#{primary := Primary} = Config) ->
        case with_filters(Primary, Fun) of
            {error, _} = Error -> Error;
            Changed -> Config#{primary := Changed}
        end
    end);
change_filters(Id, Fun) ->
    case find_handler(Id) of
        {ok, Handler} ->
            case with_filters(Handler, Fun) of
                {error, _} = Error -> Error;
                Changed -> put_handler(Changed)
            end;
        Error -> Error
    end.

with_filters(#{filters := Filters} = Owner, Fun) ->
    case Fun(Filters) of
        {error, _} = Error -> Error;
        Changed -> Owner#{filters := Changed}
    end.

%% --- levels of modules

set_module_level(Module, Level) when is_atom(Module) -> set_module_level([Module], Level);
set_module_level(Modules, Level) ->
    case {is_level(Level), is_list(Modules) andalso lists:all(fun is_atom/1, Modules)} of
        {_, false} -> {error, {not_a_list_of_modules, Modules}};
        {false, _} -> {error, {invalid_level, Level}};
        {true, true} ->
            Levels = maps:from_list([{Module, Level} || Module <- Modules]),
            change(fun(#{modules := Set} = Config) -> Config#{modules := maps:merge(Set, Levels)} end)
    end.

unset_module_level() -> change(fun(Config) -> Config#{modules := #{}} end).
unset_module_level(Module) when is_atom(Module) -> unset_module_level([Module]);
unset_module_level(Modules) when is_list(Modules) ->
    change(fun(#{modules := Set} = Config) -> Config#{modules := maps:without(Modules, Set)} end);
unset_module_level(Modules) -> {error, {not_a_list_of_modules, Modules}}.

%% --- handlers

default_handler() -> #{level => all, filters => [], filter_default => log, formatter => {logger_formatter, #{}}}.

add_handler(Id, _, _) when not is_atom(Id) -> {error, {invalid_id, Id}};
add_handler(_, Module, _) when not is_atom(Module) -> {error, {invalid_module, Module}};
add_handler(_, _, Given) when not is_map(Given) -> {error, {invalid_config, Given}};
add_handler(Id, Module, Given) ->
    Handler = maps:merge(default_handler(), Given#{id => Id, module => Module}),
    _ = code:ensure_loaded(Module),
    case {first_error(fun handler_error/2, Handler), find_handler(Id), erlang:function_exported(Module, log, 2)} of
        {{error, _} = Error, _, _} -> Error;
        {ok, {ok, _}, _} -> {error, {already_exist, Id}};
        {ok, _, false} -> {error, {invalid_handler, {function_not_exported, {Module, log, 2}}}};
        {ok, _, true} -> added(Module, Handler)
    end.

%% The newest is asked first.
added(Module, Handler) ->
    case callback(Module, adding_handler, [Handler], {ok, Handler}) of
        {ok, Ready} -> change(fun(#{handlers := Handlers} = Config) -> Config#{handlers := [Ready | Handlers]} end);
        {error, Reason} -> {error, {handler_not_added, Reason}}
    end.

%% Handlers as the configuration of an application names them.
add_handlers(Application) when is_atom(Application) ->
    case add_handlers(application:get_env(Application, logger, [])) of
        {error, {bad_config, {handler, Reason}}} -> {error, {bad_config, {handler, {Application, Reason}}}};
        Result -> Result
    end;
add_handlers([{handler, Id, Module, Config} | Wanted]) ->
    case add_handler(Id, Module, Config) of
        ok -> add_handlers(Wanted);
        {error, Reason} -> bad_handlers(Reason)
    end;
add_handlers([]) -> ok;
add_handlers(Wanted) -> bad_handlers(Wanted).

bad_handlers(Reason) ->
    logger:error("Invalid logger handler config: ~tp", [Reason]),
    {error, {bad_config, {handler, Reason}}}.

remove_handler(Id) ->
    case find_handler(Id) of
        {ok, #{module := Module} = Handler} ->
            _ = callback(Module, removing_handler, [Handler], ok),
            change(fun(#{handlers := Handlers} = Config) ->
                Config#{handlers := [Other || Other = #{id := OtherId} <- Handlers, OtherId =/= Id]}
            end);
        Error -> Error
    end.

find_handler(Id) ->
    case [Handler || Handler = #{id := Other} <- maps:get(handlers, config()), Other =:= Id] of
        [Handler] -> {ok, Handler};
        [] -> {error, {not_found, Id}}
    end.

put_handler(#{id := Id} = Changed) ->
    change(fun(#{handlers := Handlers} = Config) ->
        Config#{handlers := lists:map(fun(#{id := Other}) when Other =:= Id -> Changed; (Other) -> Other end, Handlers)}
    end).

%% A handler as others see it: what its module keeps there for itself is taken out.
shown(#{module := Module} = Handler) ->
    case erlang:function_exported(Module, filter_config, 1) of
        true -> Module:filter_config(Handler);
        false -> Handler
    end.

%% Calls an optional callback of a handler or formatter; what it fails with is logged and is its error.
callback(Module, Function, Args, Default) ->
    try
        case code:ensure_loaded(Module) =:= {module, Module} andalso erlang:function_exported(Module, Function, length(Args)) of
            true -> apply(Module, Function, Args);
            false -> Default
        end
    catch
        Class:Reason:Stack ->
            Failure = {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)},
            logger:internal_log(error, [{logger, callback_crashed}, {process, logger}, {reason, Failure}],
                                {?MODULE, call_h, 4}),
            {error, {callback_crashed, Failure}}
    end.

handler_error(Key, Value) when Key =:= level; Key =:= filters; Key =:= filter_default -> common_error(Key, Value);
handler_error(formatter, {Module, Config}) when is_atom(Module) -> callback(Module, check_config, [Config], ok);
handler_error(formatter, Value) -> {error, {invalid_formatter, Value}};
handler_error(_, _) -> ok.

change_handler(_, _, Given) when not is_map(Given) ->
    {error, {invalid_config, Given}};
change_handler(set, Id, Given) ->
    changed(set, Id, fun(#{module := Module}) -> maps:merge((default_handler())#{id => Id, module => Module}, Given) end);
change_handler(update, Id, Given) ->
    changed(update, Id, fun(Old) -> maps:merge(Old, Given) end).

%% A wrong value is told of before a handler that is not there.
change_handler(SetOrUpdate, Id, Key, Value) ->
    case first_error(fun handler_error/2, #{Key => Value}) of
        ok -> changed(SetOrUpdate, Id, fun(Old) -> Old#{Key => Value} end);
        Error -> Error
    end.

changed(SetOrUpdate, Id, Fun) ->
    case find_handler(Id) of
        {ok, #{id := Id, module := Module} = Old} ->
            case Fun(Old) of
                #{id := Id, module := Module} = New -> checked_change(SetOrUpdate, Old, New);
                New ->
                    Fixed = [Key || Key <- [id, module], map_get(Key, New) =/= map_get(Key, Old)],
                    {error, {illegal_config_change, maps:with(Fixed, Old), maps:with(Fixed, New)}}
            end;
        Error -> Error
    end.

checked_change(SetOrUpdate, #{module := Module} = Old, New) ->
    case first_error(fun handler_error/2, New) of
        ok ->
            case callback(Module, changing_config, [SetOrUpdate, Old, New], {ok, New}) of
                {ok, Ready} -> put_handler(Ready);
                Error -> Error
            end;
        Error -> Error
    end.

update_formatter(_, Given) when not is_map(Given) ->
    {error, {invalid_config, Given}};
update_formatter(Id, Given) ->
    case find_handler(Id) of
        {ok, #{formatter := {Module, Old}} = Handler} ->
            New = {Module, maps:merge(Old, Given)},
            case handler_error(formatter, New) of
                ok -> put_handler(Handler#{formatter := New});
                Error -> Error
            end;
        Error -> Error
    end.
