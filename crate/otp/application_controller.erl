%% The server that keeps what applications are loaded, their environment, and the masters of those that run.
-module(application_controller).
-behaviour(gen_server).
-export([start/0, init/1, handle_call/3, handle_cast/2, handle_info/2, format_log/2]).

%% loaded: {Name, Properties} in order of loading. running: {Name, Type, Master | none | {distributed, Node}}, last started first.
%% starting: {Name, Type, Master | Starter | waiting, Clients}. stopping: {Name, Client}, or {Name, {distributed, Node}} when it goes on
%% elsewhere. distributed: those that dist_ac decides about. denied: those that may not run; refused: what was started all the same.
-record(state, {loaded, env = #{}, running = [], starting = [], stopping = [], distributed = [], denied = [], refused = []}).

start() ->
    gen_server:start({local, ?MODULE}, ?MODULE, [], []).

init([]) ->
    process_flag(trap_exit, true),
    console:system(self()),
    group_leader(whereis(user), self()),
    Own = [stdlib, kernel],
    {ok, #state{loaded = [{Name, about(Name)} || Name <- Own],
                env = maps:from_list([{{kernel, Key}, Value} || {Key, Value} <- proplists:get_value(env, about(kernel))]),
                running = [{Name, permanent, none} || Name <- Own]}}.

%% What the library's own application resource files say.
about(kernel) ->
    [{description, "ERTS  CXC 138 10"}, {vsn, "8.5.3"}, {mod, {kernel, []}},
     {modules, [application, application_controller, application_master, auth, code, erpc, error_logger, file,
                gen_tcp, gen_udp, global, inet, logger, logger_backend, logger_filters, logger_formatter,
                logger_server, logger_std_h, net_adm, net_kernel, os, pg, rpc, seq_trace, user]},
     {env, [{logger_level, notice}, {logger_sasl_compatible, false}, {net_ticktime, 60}, {net_tickintensity, 4},
            {prevent_overlapping_partitions, true}, {shell_docs_ansi, auto}, {connect_all, true}]}];
about(stdlib) ->
    [{description, "ERTS  CXC 138 10"}, {vsn, "4.2"}, {applications, [kernel]},
     {modules, [array, base64, binary, c, calendar, dict, digraph, digraph_utils, erl_anno, erl_eval, erl_lint,
                erl_parse, erl_pp, erl_scan, ets, filelib, filename, gb_trees, gb_sets, gen, gen_event, gen_server,
                gen_statem, io, io_lib, lists, maps, math, ms_transform, orddict, ordsets, proc_lib, proplists,
                queue, rand, random, re, sets, shell, sofs, string, supervisor, supervisor_bridge, sys, timer,
                unicode, uri_string, zip]}];
about(compiler) -> library("ERTS  CXC 138 10", "8.2.3", [compile], []);
about(crypto) -> library("CRYPTO", "5.1.2", [crypto], [{fips_mode, false}, {rand_cache_size, 896}]);
about(eunit) -> library("EUnit", "2.8.1", [eunit], []);
about(sasl) ->
    [{mod, {sasl, []}}, {registered, [sasl_sup, alarm_handler]}
     | library("SASL  CXC 138 11", "4.2", [sasl, alarm_handler], [])];
about(_) -> none.

library(Description, Version, Modules, Env) ->
    [{description, Description}, {vsn, Version}, {applications, [kernel, stdlib]}, {modules, Modules}, {env, Env}].

%% --- loading

handle_call({load, {application, Name, Given}}, _, #state{loaded = Loaded, env = Env} = State) when is_atom(Name) ->
    case lists:keymember(Name, 1, Loaded) of
        true -> {reply, {error, {already_loaded, {application, Name, Given}}}, State};
        false when not is_list(Given) -> {reply, {error, {invalid_options, Given}}, State};
        false ->
            %% What was set before counts more.
            Own = maps:from_list([{{Name, Key}, Value} || {Key, Value} <- proplists:get_value(env, Given, [])]),
            {reply, ok, distribute(Name, distribution(Name, Env),
                                   State#state{loaded = Loaded ++ [{Name, Given}], env = maps:merge(Own, Env)})}
    end;
handle_call({distribute, {Name, _} = Specification}, _, State) ->
    {reply, ok, distribute(Name, Specification, State)};
handle_call({load, Name}, From, #state{loaded = Loaded} = State) when is_atom(Name) ->
    case lists:keymember(Name, 1, Loaded) orelse description(Name) of
        true -> {reply, {error, {already_loaded, Name}}, State};
        {ok, {application, _, _} = Description} -> handle_call({load, Description}, From, State);
        {ok, Other} -> {reply, {error, {bad_application, Other}}, State};
        Error -> {reply, Error, State}
    end;
handle_call({load, Other}, _, State) ->
    {reply, {error, {bad_application, Other}}, State};
handle_call({unload, Name}, _, #state{loaded = Loaded, running = Running, env = Env} = State) ->
    case {lists:keymember(Name, 1, Running), lists:keymember(Name, 1, Loaded)} of
        {true, _} -> {reply, {error, {running, Name}}, State};
        {_, false} -> {reply, {error, {not_loaded, Name}}, State};
        _ ->
            Kept = maps:filter(fun({Of, _}, _) -> Of =/= Name end, Env),
            {reply, ok, State#state{loaded = lists:keydelete(Name, 1, Loaded), env = Kept}}
    end;
handle_call(loaded_applications, _, #state{loaded = Loaded} = State) ->
    {reply, [summary(App) || App <- Loaded], State};
handle_call(info, _, #state{loaded = Loaded, running = Running, starting = Starting} = State) ->
    %% kernel has a master in OTP, stdlib has none.
    Shown = fun({kernel, _, none}) -> {kernel, self()};
               ({Name, _, none}) -> {Name, undefined};
               ({Name, _, Master}) -> {Name, Master}
            end,
    {reply, [{loaded, [summary(App) || App <- Loaded]}, {loading, []}, {started, [{Name, Type} || {Name, Type, _} <- Running]},
             {start_p_false, [{Name, Type, normal, From} || {Name, Type, From} <- State#state.refused]},
             {running, [Shown(App) || App <- Running]},
             {starting, [{Name, Type, local, normal} || {Name, Type, _, _} <- Starting]}], State};
handle_call(which_applications, _, #state{loaded = Loaded, running = Running} = State) ->
    {reply, [summary(lists:keyfind(Name, 1, Loaded)) || {Name, _, Master} <- Running, not is_tuple(Master)], State};

%% --- starting and stopping

handle_call({start, _, Type}, _, State) when Type =/= permanent, Type =/= transient, Type =/= temporary ->
    {reply, {error, {invalid_restart_type, Type}}, State};
handle_call({start, Name, Type}, From, #state{running = Running, starting = Starting, loaded = Loaded} = State) ->
    {Name, Properties} = lists:keyfind(Name, 1, Loaded),
    Needed = [App || App <- proplists:get_value(applications, Properties, []), not lists:keymember(App, 1, Running)],
    case lists:keyfind(Name, 1, Starting) of
        {_, _, _, Clients} = Entry ->
            Waiting = setelement(4, Entry, [From | Clients]),
            {noreply, State#state{starting = lists:keyreplace(Name, 1, Starting, Waiting)}};
        false ->
            case {lists:keymember(Name, 1, Running), Needed} of
                {true, _} -> {reply, {error, {already_started, Name}}, State};
                {false, [App | _]} -> {reply, {error, {not_started, App}}, State};
                {false, []} -> start_where_it_may(Name, Type, Properties, From, State)
            end
    end;
handle_call({stop, Name}, From, #state{running = Running, stopping = Stopping} = State) ->
    case lists:keyfind(Name, 1, Running) of
        {Name, Type, none} ->
            report(Name, stopped, Type),
            {reply, ok, State#state{running = lists:keydelete(Name, 1, Running)}};
        {Name, _, {distributed, _}} ->
            tell_others({stopped, Name}, State),
            {reply, ok, State#state{running = lists:keydelete(Name, 1, Running)}};
        {Name, _, Master} ->
            Master ! {self(), terminate},
            {noreply, State#state{stopping = [{Name, From} | Stopping]}};
        false -> {reply, {error, {not_started, Name}}, State}
    end;

%% --- where applications may run

handle_call({permit, Name, Permission}, From, #state{loaded = Loaded, denied = Denied, refused = Refused} = State) ->
    case {lists:keymember(Name, 1, Loaded), is_distributed(Name, State)} of
        {false, _} -> {reply, {error, {not_loaded, Name}}, State};
        {true, true} ->
            gen_server:cast(dist_ac, {permit, Name, Permission, From}),
            {noreply, State};
        {true, false} when Permission ->
            gen_server:reply(From, ok),
            Allowed = State#state{denied = lists:delete(Name, Denied), refused = lists:keydelete(Name, 1, Refused)},
            case lists:keyfind(Name, 1, Refused) of
                {_, Type, _} ->
                    {_, Properties} = lists:keyfind(Name, 1, Loaded),
                    start_it(Name, Type, normal, Properties, [], Allowed);
                false -> {noreply, Allowed}
            end;
        {true, false} ->
            Without = State#state{denied = [Name | lists:delete(Name, Denied)]},
            case lists:keyfind(Name, 1, State#state.running) of
                {_, Type, Master} when is_pid(Master) ->
                    handle_call({stop, Name}, From, Without#state{refused = [{Name, Type, From} | Refused]});
                _ -> {reply, ok, Without}
            end
    end;
handle_call({takeover, _, Type}, _, State) when Type =/= permanent, Type =/= transient, Type =/= temporary ->
    {reply, {error, {invalid_restart_type, Type}}, State};
handle_call({takeover, Name, Type}, From, State) ->
    case is_distributed(Name, State) of
        true ->
            gen_server:cast(dist_ac, {takeover, Name, Type, From}),
            {noreply, State};
        false ->
            {reply, {error, {not_running_distributed, Name}}, State}
    end;

%% --- looking things up

handle_call({application_of_leader, Leader}, _, #state{running = Running, starting = Starting} = State) ->
    Found = [Name || {Name, _, Master} <- Running, Master =:= Leader] ++
            [Name || {Name, _, Master, _} <- Starting, Master =:= Leader],
    {reply, first(Found), State};
handle_call({application_of_module, Module}, _, #state{loaded = Loaded} = State) ->
    {reply, first([Name || {Name, Properties} <- Loaded, lists:member(Module, proplists:get_value(modules, Properties, []))]),
     State};
handle_call({get_key, Name, Key}, _, State) ->
    case lists:keyfind(Key, 1, keys(Name, State)) of
        {_, Value} -> {reply, {ok, Value}, State};
        false -> {reply, undefined, State}
    end;
handle_call({get_all_key, Name}, _, State) ->
    case keys(Name, State) of
        [] -> {reply, undefined, State};
        Keys -> {reply, {ok, Keys}, State}
    end;
handle_call({get_env, Name, Key}, _, #state{env = Env} = State) ->
    case Env of
        #{{Name, Key} := Value} -> {reply, {ok, Value}, State};
        _ -> {reply, undefined, State}
    end;
handle_call({get_all_env, Name}, _, State) ->
    {reply, env(Name, State), State};
handle_call({set_env, Name, Key, Value}, _, #state{env = Env} = State) ->
    {reply, ok, State#state{env = Env#{{Name, Key} => Value}}};
handle_call({unset_env, Name, Key}, _, #state{env = Env} = State) ->
    {reply, ok, State#state{env = maps:remove({Name, Key}, Env)}}.

handle_cast(_, State) -> {noreply, State}.

%% The one term of an application resource file in a folder of the code path.
%% What a file says of an application, or else the library.
description(Name) ->
    case {from_file(atom_to_list(Name) ++ ".app"), about(Name)} of
        {{error, _}, [_ | _] = Properties} -> {ok, {application, Name, Properties}};
        {FromFile, _} -> FromFile
    end.

from_file(File) ->
    case file:path_consult(["." | code:get_path()], File) of
        {ok, [Description], _} -> {ok, Description};
        {ok, Terms, _} -> {error, {bad_application, Terms}};
        {error, {Line, Module, Reason}} ->
            {error, {[integer_to_list(Line), ": ", Module:format_error(Reason)], File}};
        {error, Reason} -> {error, {file:format_error(Reason), File}}
    end.

distribution(Name, Env) ->
    case [Known || Given <- maps:get({kernel, distributed}, Env, []), {Of, _} = Known <- [dist_ac:specification(Given)], Of =:= Name] of
        [Known | _] -> Known;
        [] -> none
    end.

distribute(_, none, State) ->
    State;
distribute(Name, {Name, App}, #state{distributed = Distributed} = State) ->
    gen_server:cast(dist_ac, {load, Name, App}),
    State#state{distributed = [Name | lists:delete(Name, Distributed)]}.

is_distributed(Name, #state{distributed = Distributed}) -> lists:member(Name, Distributed) andalso whereis(dist_ac) =/= undefined.

%% What has become of a distributed application here.
tell_others({_, Name} = News, State) ->
    is_distributed(Name, State) andalso gen_server:cast(dist_ac, News).

start_where_it_may(Name, Type, Properties, From, #state{starting = Starting, denied = Denied, refused = Refused} = State) ->
    case {is_distributed(Name, State), lists:member(Name, Denied)} of
        {true, _} ->
            gen_server:cast(dist_ac, {start, Name}),
            {noreply, State#state{starting = [{Name, Type, waiting, [From]} | Starting]}};
        {false, true} ->
            {reply, ok, State#state{refused = lists:keystore(Name, 1, Refused, {Name, Type, From})}};
        {false, false} ->
            start_it(Name, Type, normal, Properties, [From], State)
    end.

%% A failover is told to those alone that have start phases.
start_type({failover, _}, []) -> normal;
start_type(How, _) -> How.

start_it(Name, Type, How, Properties, Clients, #state{running = Running, starting = Starting} = State) ->
    case proplists:get_value(mod, Properties, []) of
        [] ->
            [gen_server:reply(Client, ok) || Client <- Clients],
            {noreply, State#state{running = [{Name, Type, none} | lists:keydelete(Name, 1, Running)]}};
        {_, _} = Callback ->
            Controller = self(),
            Phases = case proplists:get_value(start_phases, Properties) of
                Given when is_list(Given) -> Given;
                _ -> []
            end,
            Starter = spawn_link(fun() -> application_master:start(Controller, Name, start_type(How, Phases), Callback, Phases) end),
            {noreply, State#state{starting = [{Name, Type, Starter, Clients} | Starting]}};
        Other ->
            [gen_server:reply(Client, {error, {badstartspec, Other}}) || Client <- Clients],
            {noreply, State}
    end.

%% From dist_ac: a distributed application is to run here, runs elsewhere, or is left to another node.
handle_info({run, Name, How, Wish}, #state{loaded = Loaded, running = Running, starting = Starting} = State) ->
    {Name, Properties} = lists:keyfind(Name, 1, Loaded),
    {Asked, Clients} = case Wish of {Given, Client} -> {Given, [Client]}; none -> {temporary, []} end,
    case {lists:keyfind(Name, 1, Starting), lists:keyfind(Name, 1, Running)} of
        {{_, Type, waiting, Waiting}, _} ->
            start_it(Name, Type, How, Properties, Waiting ++ Clients,
                     State#state{starting = lists:keydelete(Name, 1, Starting)});
        {false, {_, Type, {distributed, _}}} ->
            Kept = case Wish of none -> Type; _ -> Asked end,
            start_it(Name, Kept, How, Properties, Clients, State);
        _ ->
            {noreply, State}
    end;
handle_info({elsewhere, Name, Node}, #state{running = Running, starting = Starting} = State) ->
    case {lists:keyfind(Name, 1, Starting), lists:keyfind(Name, 1, Running)} of
        {{_, Type, waiting, Clients}, _} ->
            [gen_server:reply(Client, ok) || Client <- Clients],
            {noreply, State#state{starting = lists:keydelete(Name, 1, Starting),
                                  running = [{Name, Type, {distributed, Node}} | Running]}};
        {_, {_, Type, {distributed, _}}} ->
            {noreply, State#state{running = lists:keyreplace(Name, 1, Running, {Name, Type, {distributed, Node}})}};
        _ ->
            {noreply, State}
    end;
handle_info({give_up, Name, Node}, #state{running = Running, stopping = Stopping} = State) ->
    case lists:keyfind(Name, 1, Running) of
        {_, _, Master} when is_pid(Master) ->
            Master ! {self(), terminate},
            {noreply, State#state{stopping = [{Name, {distributed, Node}} | Stopping]}};
        _ ->
            {noreply, State}
    end;
%% The master is there before the application's start function is called: it is its group leader.
handle_info({master, Name, Master}, #state{starting = Starting} = State) ->
    Entry = lists:keyfind(Name, 1, Starting),
    {noreply, State#state{starting = lists:keyreplace(Name, 1, Starting, setelement(3, Entry, Master))}};
handle_info({started, Name, Master}, #state{starting = Starting, running = Running} = State) ->
    {_, Type, _, Clients} = lists:keyfind(Name, 1, Starting),
    logger:log(info, #{label => {?MODULE, progress}, report => [{application, Name}, {started_at, node()}]},
               #{domain => [otp, sasl], report_cb => fun ?MODULE:format_log/2, logger_formatter => #{title => "PROGRESS REPORT"},
                 error_logger => #{tag => info_report, type => progress}}),
    [gen_server:reply(Client, ok) || Client <- Clients],
    tell_others({started, Name}, State),
    {noreply, State#state{starting = lists:keydelete(Name, 1, Starting),
                          running = [{Name, Type, Master} | lists:keydelete(Name, 1, Running)]}};
handle_info({'EXIT', Pid, Reason}, #state{starting = Starting, running = Running} = State) ->
    case {lists:keyfind(Pid, 3, Starting), lists:keyfind(Pid, 3, Running)} of
        {{Name, Type, _, Clients}, _} ->
            report(Name, Reason, Type),
            [gen_server:reply(Client, {error, Reason}) || Client <- Clients],
            tell_others({failed, Name}, State),
            case Type of
                temporary -> ok;
                transient when Reason =:= normal -> ok;
                _ -> node_ends(application_start_failure, Name, Reason)
            end,
            {noreply, State#state{starting = lists:keydelete(Name, 1, Starting)}};
        {false, {Name, Type, _}} ->
            ended(Name, Type, Reason, State#state{running = lists:keydelete(Name, 1, Running)});
        {false, false} ->
            {noreply, State}
    end;
handle_info(_, State) ->
    {noreply, State}.

ended(Name, Type, Reason, #state{stopping = Stopping} = State) ->
    case lists:keyfind(Name, 1, Stopping) of
        {_, {distributed, _} = Elsewhere} ->
            report(Name, stopped, Type),
            {noreply, State#state{stopping = lists:keydelete(Name, 1, Stopping),
                                  running = [{Name, Type, Elsewhere} | State#state.running]}};
        {_, Client} ->
            report(Name, stopped, Type),
            tell_others({stopped, Name}, State),
            gen_server:reply(Client, ok),
            {noreply, State#state{stopping = lists:keydelete(Name, 1, Stopping)}};
        false ->
            report(Name, Reason, Type),
            tell_others({stopped, Name}, State),
            case Type of
                permanent -> node_ends(application_terminated, Name, Reason);
                transient when Reason =/= normal -> node_ends(application_terminated, Name, Reason);
                _ -> {noreply, State}
            end
    end.

%% The end of an application that must run is the node's.
node_ends(What, Name, Reason) ->
    Text = io_lib:format("~0p", [{What, Name, Reason}]),
    timer:sleep(10),
    io:format("~0p~nKernel pid terminated (application_controller) (~ts)~n~n",
              [{"Kernel pid terminated", ?MODULE, lists:flatten(Text)}, Text]),
    halt(1).

summary({Name, Properties}) ->
    {Name, proplists:get_value(description, Properties, []), proplists:get_value(vsn, Properties, [])}.

first([Name | _]) -> {ok, Name};
first([]) -> undefined.

env(Name, #state{env = Env}) -> [{Key, Value} || {{Of, Key}, Value} <- maps:to_list(Env), Of =:= Name].

keys(Name, #state{loaded = Loaded} = State) ->
    case lists:keyfind(Name, 1, Loaded) of
        false -> [];
        {_, Given} ->
            Default = [{description, []}, {id, []}, {vsn, []}, {modules, []}, {maxP, infinity}, {maxT, infinity},
                       {registered, []}, {included_applications, []}, {optional_applications, []}, {applications, []},
                       {env, []}, {mod, []}, {start_phases, undefined}],
            Value = fun(env, _) -> env(Name, State); (Key, Else) -> proplists:get_value(Key, Given, Else) end,
            [{Key, Value(Key, Else)} || {Key, Else} <- Default]
    end.

%% --- reports

report(Name, Reason, Type) ->
    logger:log(notice, #{label => {?MODULE, exit}, report => [{application, Name}, {exited, Reason}, {type, Type}]},
               #{domain => [otp], report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => info_report, type => std_info}}).

format_log(#{report := Report}, #{single_line := true} = Config) ->
    Sentence = fun({Key, Value}) ->
        [First | Word] = [case Char of $_ -> $\s; _ -> Char end || Char <- atom_to_list(Key)],
        {[string:to_upper(First), Word, ": ~tp."], [Value]}
    end,
    gen:report_text(lists:join({" ", []}, [Sentence(Item) || Item <- Report]), Config);
format_log(#{report := Report}, _) ->
    [io_lib:format("    ~tp: ~tp~n", [Key, Value]) || {Key, Value} <- Report].
