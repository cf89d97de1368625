%% Applications: parts of a system that are loaded, started with what they need, and stopped as one. The process
%% application_controller keeps them.
-module(application).
-export([load/1, load/2, unload/1, start/1, start/2, ensure_started/1, ensure_started/2, ensure_all_started/1,
         ensure_all_started/2, stop/1, which_applications/0, which_applications/1, loaded_applications/0, info/0,
         get_env/1, get_env/2, get_env/3, get_all_env/0, get_all_env/1, set_env/1, set_env/2, set_env/3, set_env/4,
         unset_env/2, unset_env/3, get_key/1, get_key/2, get_all_key/0, get_all_key/1, get_application/0,
         get_application/1, start_type/0, start_boot/1, start_boot/2, permit/2, takeover/2]).

-callback start(StartType :: normal | {takeover, node()} | {failover, node()}, StartArgs :: term()) ->
    {ok, pid()} | {ok, pid(), State :: term()} | {error, Reason :: term()}.
-callback stop(State :: term()) -> term().

%% --- loading: an application is described by a term {application, Name, Properties}

load(Application) -> ask({load, Application}).
%% With the nodes of a distributed application: {Name, Nodes} or {Name, Time, Nodes}.
load(Application, Distribution) ->
    case load(Application) of
        ok -> ask({distribute, dist_ac:specification(Distribution)});
        Error -> Error
    end.
unload(Name) -> ask({unload, Name}).

%% --- starting

start(Name) -> start(Name, temporary).

start(Name, Type) ->
    case load_if_need_be(Name) of
        ok -> ask({start, Name, Type});
        Error -> Error
    end.

load_if_need_be(Name) ->
    case load(Name) of
        {error, {already_loaded, _}} -> ok;
        Other -> Other
    end.

ensure_started(Name) -> ensure_started(Name, temporary).

ensure_started(Name, Type) ->
    case start(Name, Type) of
        {error, {already_started, Name}} -> ok;
        Other -> Other
    end.

ensure_all_started(Name) -> ensure_all_started(Name, temporary).

%% What was started before a failure is stopped again.
ensure_all_started(Name, Type) when is_atom(Name) ->
    case start_all([Name], Type, []) of
        {ok, Started} -> {ok, lists:reverse(Started)};
        {error, Reason, Started} ->
            lists:foreach(fun stop/1, Started),
            {error, Reason}
    end.

start_all([], _, Started) ->
    {ok, Started};
start_all([Name | Names], Type, Started) ->
    case start(Name, Type) of
        ok -> start_all(Names, Type, [Name | Started]);
        {error, {already_started, Name}} -> start_all(Names, Type, Started);
        {error, {not_started, Needed}} -> start_all([Needed, Name | Names], Type, Started);
        {error, Reason} -> {error, {Name, Reason}, Started}
    end.

stop(Name) -> ask({stop, Name}).

%% --- what there is

which_applications() -> ask(which_applications).
which_applications(_) -> which_applications().
loaded_applications() -> ask(loaded_applications).
info() -> ask(info).

get_application() -> get_application(self()).

%% A process belongs to the application whose master is its group leader.
get_application(Pid) when is_pid(Pid) ->
    case process_info(Pid, group_leader) of
        {group_leader, Leader} -> ask({application_of_leader, Leader});
        undefined -> undefined
    end;
get_application(Module) when is_atom(Module) ->
    ask({application_of_module, Module}).

%% Applications are started here and on no other node.
start_type() ->
    case get_application() of
        {ok, _} -> local;
        undefined -> undefined
    end.

start_boot(Name) -> start_boot(Name, temporary).
start_boot(Name, Type) -> start(Name, Type).

%% Where it may run; a distributed application that runs on another node is taken over from there.
permit(Name, Permission) when is_boolean(Permission) -> ask({permit, Name, Permission});
permit(Name, Permission) -> exit({badarg, {?MODULE, permit, [Name, Permission]}}).
takeover(Name, Type) -> ask({takeover, Name, Type}).

get_key(Key) -> of_own(fun(Name) -> get_key(Name, Key) end, undefined).
get_key(Name, Key) -> ask({get_key, Name, Key}).
get_all_key() -> of_own(fun get_all_key/1, []).
get_all_key(Name) -> ask({get_all_key, Name}).

%% --- its environment

get_env(Key) -> of_own(fun(Name) -> get_env(Name, Key) end, undefined).
get_env(Name, Key) -> ask({get_env, Name, Key}).

get_env(Name, Key, Default) ->
    case get_env(Name, Key) of
        {ok, Value} -> Value;
        undefined -> Default
    end.

get_all_env() -> of_own(fun get_all_env/1, []).
get_all_env(Name) -> ask({get_all_env, Name}).

set_env(Config) when is_list(Config) -> set_env(Config, []).
set_env(Config, Options) when is_list(Config), is_list(Options) ->
    case config_error(Config, []) of
        none ->
            [ask({set_env, Name, Key, Value}) || {Name, Pairs} <- Config, {Key, Value} <- Pairs],
            ok;
        Text ->
            erlang:error({badarg, lists:flatten(Text)}, [Config, Options])
    end.
set_env(Name, Key, Value) -> set_env(Name, Key, Value, []).
set_env(Name, Key, Value, Options) when is_list(Options) -> ask({set_env, Name, Key, Value}).
unset_env(Name, Key) -> unset_env(Name, Key, []).
unset_env(Name, Key, Options) when is_list(Options) -> ask({unset_env, Name, Key}).

%% What is wrong with parameters of several applications, in words.
config_error([{Name, Pairs} | Config], Seen) ->
    IsSeen = lists:member(Name, Seen),
    if
        not is_atom(Name) -> io_lib:format("application: ~tp; application name must be an atom", [Name]);
        not is_list(Pairs) -> io_lib:format("application: ~tp; parameters must be a list", [Name]);
        IsSeen -> io_lib:format("duplicate application config: ~tp", [Name]);
        true ->
            case pair_error(Name, Pairs, []) of
                none -> config_error(Config, [Name | Seen]);
                Text -> Text
            end
    end;
config_error([Other | _], _) -> io_lib:format("invalid application config: ~tp", [Other]);
config_error([], _) -> none.

pair_error(Name, [{Key, _} | Pairs], Seen) when is_atom(Key) ->
    case lists:member(Key, Seen) of
        true -> io_lib:format("application: ~tp; duplicate parameter: ~tp", [Name, Key]);
        false -> pair_error(Name, Pairs, [Key | Seen])
    end;
pair_error(Name, [{Key, _} | _], _) -> io_lib:format("application: ~tp; invalid parameter name: ~tp", [Name, Key]);
pair_error(Name, [Other | _], _) -> io_lib:format("application: ~tp; invalid parameter: ~tp", [Name, Other]);
pair_error(_, [], _) -> none.

of_own(Fun, Default) ->
    case get_application() of
        {ok, Name} -> Fun(Name);
        undefined -> Default
    end.

%% The controller starts when it is first needed.
ask(Request) ->
    case whereis(application_controller) of
        undefined -> _ = application_controller:start();
        _ -> ok
    end,
    gen_server:call(application_controller, Request, infinity).
