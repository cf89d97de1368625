%% What the behaviours share: how their processes start under a name, and how one asks them something.
%%
%% A call is {Label, {Caller, Tag}, Request}, the answer {Tag, Reply}. The tag is the monitor that tells of the process's
%% end, or [alias | Monitor] where waiting may end while the process lives: there it is an alias too, so that an answer that comes
%% too late goes nowhere.
-module(gen).
-export([start/5, start/6, init_it/6, init_it/7, stop/1, stop/3, call/3, call/4, reply/2,
         send_request/3, send_request/5, wait_response/2, wait_response/3, receive_response/2, receive_response/3,
         check_response/2, check_response/3, reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1, requests/3,
         name/1, get_proc_name/1, get_parent/0, unregister_name/1, debug_options/2, hibernate_after/1,
         format_status_header/2, format_status/4, stack/3, client_info/1, client_lines/1, client_sentences/1, shown_reason/1,
         report_format/1, report_text/2]).

%% --- starting

start(Behaviour, Link, Name, Module, Args, Options) ->
    case where(Name) of
        undefined -> do_spawn(Behaviour, Link, Name, Module, Args, Options);
        Pid -> {error, {already_started, Pid}}
    end.

start(Behaviour, Link, Module, Args, Options) ->
    do_spawn(Behaviour, Link, Module, Args, Options).

do_spawn(Behaviour, Link, Name, Module, Args, Options) ->
    Timeout = timeout(Options),
    spawn_it(Behaviour, Link, [Name, Module, Args, Options], Timeout, spawn_opts(Options)).

do_spawn(Behaviour, Link, Module, Args, Options) ->
    Timeout = timeout(Options),
    spawn_it(Behaviour, Link, [Module, Args, Options], Timeout, spawn_opts(Options)).

spawn_it(Behaviour, Link, Args, Timeout, SpawnOptions) ->
    case Link of
        link ->
            proc_lib:start_link(?MODULE, init_it, [Behaviour, self(), self() | Args], Timeout, SpawnOptions);
        nolink ->
            proc_lib:start(?MODULE, init_it, [Behaviour, self(), self | Args], Timeout, SpawnOptions);
        monitor ->
            monitored(proc_lib:start_monitor(?MODULE, init_it, [Behaviour, self(), self | Args], Timeout, SpawnOptions))
    end.

%% The monitor of one that did not start has nothing more to say.
monitored({{ok, Pid}, Monitor}) -> {ok, {Pid, Monitor}};
monitored({Other, Monitor}) ->
    receive {'DOWN', Monitor, process, _, _} -> ok end,
    Other.

timeout(Options) ->
    case lists:keyfind(timeout, 1, Options) of
        {_, Time} -> Time;
        false -> infinity
    end.

spawn_opts(Options) -> option(spawn_opt, Options, []).

option(Key, Options, Default) ->
    case lists:keyfind(Key, 1, Options) of
        {_, Value} -> Value;
        false -> Default
    end.

%% In the new process. Parent is `self' for one that is not linked.
init_it(Behaviour, Starter, Parent, Module, Args, Options) ->
    Behaviour:init_it(Starter, Parent, self(), Module, Args, Options).

init_it(Behaviour, Starter, Parent, Name, Module, Args, Options) ->
    case register_name(Name) of
        true -> Behaviour:init_it(Starter, Parent, Name, Module, Args, Options);
        {false, Pid} -> proc_lib:init_ack(Starter, {error, {already_started, Pid}})
    end.

where({local, Name}) -> whereis(Name);
where({global, _} = Name) -> meant(Name);
where({via, _, _} = Name) -> meant(Name).

register_name({local, Name} = How) ->
    try register(Name, self())
    catch error:_ -> {false, where(How)}
    end;
register_name({global, Name} = How) ->
    registered(global:register_name(Name, self()), How);
register_name({via, Module, Name} = How) ->
    registered(Module:register_name(Name, self()), How).

registered(yes, _) -> true;
registered(no, How) -> {false, where(How)}.

unregister_name({local, Name}) -> catch unregister(Name), ok;
unregister_name({global, Name}) -> global:unregister_name(Name), ok;
unregister_name({via, Module, Name}) -> Module:unregister_name(Name), ok;
unregister_name(Pid) when is_pid(Pid) -> ok.

%% How a process calls itself in reports: its name, or its pid.
name({local, Name}) -> Name;
name({global, Name}) -> Name;
name({via, _, Name}) -> Name;
name(Pid) when is_pid(Pid) -> Pid.

%% For enter_loop: a process that claims a name must have it.
get_proc_name(Pid) when is_pid(Pid) -> Pid;
get_proc_name({local, Name}) ->
    case process_info(self(), registered_name) of
        {registered_name, Name} -> Name;
        {registered_name, _} -> exit(process_not_registered);
        [] -> exit(process_not_registered)
    end;
get_proc_name({global, Name}) ->
    Self = self(),
    case global:whereis_name(Name) of
        Self -> Name;
        _ -> exit(process_not_registered_globally)
    end;
get_proc_name({via, Module, Name}) ->
    Self = self(),
    case Module:whereis_name(Name) of
        Self -> Name;
        _ -> exit({process_not_registered_via, Module})
    end.

get_parent() ->
    case get('$ancestors') of
        [Parent | _] when is_pid(Parent) -> Parent;
        [Name | _] when is_atom(Name) ->
            case whereis(Name) of
                undefined -> exit(could_not_find_registered_name);
                Pid -> Pid
            end;
        _ -> exit(process_was_not_started_by_proc_lib)
    end.

debug_options(Name, Options) ->
    case lists:keyfind(debug, 1, Options) of
        {debug, Debug} ->
            try sys:debug_options(Debug)
            catch _:_ ->
                error_logger:format("~tp: ignoring erroneous debug options - ~tp~n", [Name, Debug]),
                []
            end;
        false -> []
    end.

hibernate_after(Options) -> option(hibernate_after, Options, infinity).

stop(Process) -> stop(Process, normal, infinity).
stop(Process, Reason, Timeout) when Timeout =:= infinity; is_integer(Timeout), Timeout >= 0 ->
    do_for_proc(Process, fun(Found) -> proc_lib:stop(Found, Reason, Timeout) end).

%% --- asking

call(Process, Label, Request) -> call(Process, Label, Request, 5000).

call(Process, Label, Request, Timeout)
  when is_pid(Process), Timeout =:= infinity; is_pid(Process), is_integer(Timeout), Timeout >= 0 ->
    do_call(Process, Label, Request, Timeout);
call(Process, Label, Request, Timeout) when Timeout =:= infinity; is_integer(Timeout), Timeout >= 0 ->
    do_for_proc(Process, fun(Found) -> do_call(Found, Label, Request, Timeout) end).

do_call(Process, _, _, _) when Process =:= self() ->
    exit(calling_self);
do_call(Process, Label, Request, infinity)
  when is_pid(Process), node(Process) =:= node(); element(2, Process) =:= node() ->
    %% No answer can come too late, since no connection can be lost: the tag is the monitor alone.
    Monitor = monitor(process, Process),
    erlang:send(Process, {Label, {self(), Monitor}, Request}, [noconnect]),
    receive
        {Monitor, Reply} ->
            demonitor(Monitor, [flush]),
            {ok, Reply};
        {'DOWN', Monitor, _, _, noconnection} ->
            exit({nodedown, node_of(Process)});
        {'DOWN', Monitor, _, _, Reason} ->
            exit(Reason)
    end;
do_call(Process, Label, Request, Timeout) ->
    Monitor = monitor(process, Process, [{alias, demonitor}]),
    Tag = [alias | Monitor],
    erlang:send(Process, {Label, {self(), Tag}, Request}, [noconnect]),
    receive
        {[alias | Monitor], Reply} ->
            demonitor(Monitor, [flush]),
            {ok, Reply};
        {'DOWN', Monitor, _, _, noconnection} ->
            exit({nodedown, node_of(Process)});
        {'DOWN', Monitor, _, _, Reason} ->
            exit(Reason)
    after Timeout ->
        demonitor(Monitor, [flush]),
        %% The answer may have come meanwhile.
        receive
            {[alias | Monitor], Reply} -> {ok, Reply}
        after 0 ->
            exit(timeout)
        end
    end.

node_of({_, Node}) -> Node;
node_of(Pid) -> node(Pid).

reply({_, [alias | Alias] = Tag}, Reply) ->
    Alias ! {Tag, Reply},
    ok;
reply({_, [[alias | Alias] | _] = Tag}, Reply) ->
    Alias ! {Tag, Reply},
    ok;
reply({To, Tag}, Reply) ->
    catch To ! {Tag, Reply},
    ok.

%% Calls the fun with what the name stands for: a pid, or {Name, Node} for a name on another node.
do_for_proc(Process, Fun) when is_pid(Process) ->
    Fun(Process);
do_for_proc(Process, Fun) when tuple_size(Process) =:= 2, element(1, Process) =:= global;
                               tuple_size(Process) =:= 3, element(1, Process) =:= via ->
    case meant(Process) of
        undefined ->
            exit(noproc);
        Pid ->
            Node = node(Pid),
            %% The name may outlive its node for a moment.
            try Fun(Pid)
            catch exit:{nodedown, Node} -> exit(noproc)
            end
    end;
do_for_proc(Process, Fun) when is_atom(Process); tuple_size(Process) =:= 2, is_atom(element(2, Process)) ->
    case meant(Process) of
        undefined -> exit(noproc);
        {elsewhere, Node} when node() =:= nonode@nohost -> exit({nodedown, Node});
        {elsewhere, _} -> Fun(Process);
        Pid -> Fun(Pid)
    end.

meant(Name) when is_atom(Name) -> whereis(Name);
meant({global, Name}) -> global:whereis_name(Name);
meant({via, Module, Name}) -> Module:whereis_name(Name);
meant({Name, Node}) when Node =:= node() -> meant(Name);
meant({_, Node}) when is_atom(Node) -> {elsewhere, Node}.

%% --- asking now and hearing later. A request's id is its monitor; a collection maps ids to the caller's labels.

send_request(Process, Label, Request) ->
    try
        do_for_proc(Process, fun(Found) -> request_to(Found, Label, Request) end)
    catch
        exit:Reason ->
            %% The answer will be that there is no such process.
            Id = make_ref(),
            self() ! {'DOWN', Id, process, Process, Reason},
            Id
    end.

send_request(Process, Label, Request, RequestLabel, Requests) when is_map(Requests) ->
    Requests#{send_request(Process, Label, Request) => RequestLabel}.

request_to(Process, Label, Request) ->
    Id = monitor(process, Process, [{alias, demonitor}]),
    erlang:send(Process, {Label, {self(), [alias | Id]}, Request}, [noconnect]),
    Id.

%% Waiting leaves a late answer for another time, receiving gives it up.
wait_response(Id, Timeout) ->
    receive
        {[alias | Id], Reply} -> answered(Id, Reply);
        {'DOWN', Id, process, Process, Reason} -> {error, {Reason, Process}}
    after left(Timeout) ->
        timeout
    end.

receive_response(Id, Timeout) when is_reference(Id) ->
    receive
        {[alias | Id], Reply} -> answered(Id, Reply);
        {'DOWN', Id, process, Process, Reason} -> {error, {Reason, Process}}
    after left(Timeout) ->
        give_up(Id)
    end;
receive_response(_, _) ->
    error(badarg).

check_response({[alias | Id], Reply}, Id) when is_reference(Id) -> answered(Id, Reply);
check_response({'DOWN', Id, process, Process, Reason}, Id) when is_reference(Id) -> {error, {Reason, Process}};
check_response(_, Id) when is_reference(Id) -> no_reply;
check_response(_, _) -> error(badarg).

wait_response(Requests, Timeout, Delete) when is_map(Requests), is_boolean(Delete) ->
    first_of(Requests, Timeout, Delete).

receive_response(Requests, Timeout, Delete) when is_map(Requests), is_boolean(Delete) ->
    case first_of(Requests, Timeout, Delete) of
        timeout ->
            lists:foreach(fun give_up/1, maps:keys(Requests)),
            timeout;
        Response ->
            Response
    end.

first_of(Requests, _, _) when map_size(Requests) =:= 0 ->
    no_request;
first_of(Requests, Timeout, Delete) ->
    receive
        {[alias | Id], Reply} when is_map_key(Id, Requests) ->
            of_many(answered(Id, Reply), Id, Requests, Delete);
        {'DOWN', Id, process, Process, Reason} when is_map_key(Id, Requests) ->
            of_many({error, {Reason, Process}}, Id, Requests, Delete)
    after left(Timeout) ->
        timeout
    end.

check_response(_, Requests, Delete) when map_size(Requests) =:= 0, is_boolean(Delete) ->
    no_request;
check_response({[alias | Id], Reply}, Requests, Delete) when is_map_key(Id, Requests), is_boolean(Delete) ->
    of_many(answered(Id, Reply), Id, Requests, Delete);
check_response({'DOWN', Id, process, Process, Reason}, Requests, Delete)
  when is_map_key(Id, Requests), is_boolean(Delete) ->
    of_many({error, {Reason, Process}}, Id, Requests, Delete);
check_response(_, Requests, Delete) when is_map(Requests), is_boolean(Delete) ->
    no_reply.

answered(Id, Reply) ->
    demonitor(Id, [flush]),
    {reply, Reply}.

of_many(Response, Id, Requests, true) -> {Response, map_get(Id, Requests), maps:remove(Id, Requests)};
of_many(Response, Id, Requests, false) -> {Response, map_get(Id, Requests), Requests}.

give_up(Id) ->
    demonitor(Id, [flush]),
    receive {[alias | Id], Reply} -> {reply, Reply} after 0 -> timeout end.

left({abs, Time}) when is_integer(Time) -> max(0, Time - erlang:monotonic_time(millisecond));
left(Timeout) when Timeout =:= infinity; is_integer(Timeout), Timeout >= 0 -> Timeout;
left(_) -> error(badarg).

%% Calls one of the functions below for a behaviour: wrong arguments are the fault of who called it.
requests(Behaviour, Function, Args) ->
    try
        apply(?MODULE, Function, Args)
    catch
        error:badarg -> erlang:raise(error, badarg, stack(Behaviour, [{Function, Args}], ?LINE))
    end.

reqids_new() -> #{}.

reqids_size(Requests) when is_map(Requests) -> map_size(Requests);
reqids_size(_) -> error(badarg).

reqids_add(Id, Label, Requests) when is_reference(Id), is_map(Requests), not is_map_key(Id, Requests) ->
    Requests#{Id => Label};
reqids_add(_, _, _) ->
    error(badarg).

reqids_to_list(Requests) when is_map(Requests) -> maps:to_list(Requests);
reqids_to_list(_) -> error(badarg).

%% --- status

format_status_header(Title, Name) when is_pid(Name) -> lists:concat([Title, " ", pid_to_list(Name)]);
format_status_header(Title, Name) when is_atom(Name) -> lists:concat([Title, " ", Name]);
format_status_header(Title, Name) -> {Title, Name}.

%% What the callback module makes of Status: format_status/1 if it has one, else format_status/2 with Args. What goes wrong
%% stands under 'EXIT', in words; what format_status/2 returns, under '$status'.
format_status(Module, Option, Status, Args) ->
    case {erlang:function_exported(Module, format_status, 1), erlang:function_exported(Module, format_status, 2)} of
        {true, _} ->
            try Module:format_status(Status) of
                Shown when is_map(Shown) ->
                    case maps:keys(Status) -- maps:keys(Shown) of
                        [] -> Shown;
                        _ -> Status#{'EXIT' => about_status(Module, "1 returned a map with unknown keys")}
                    end;
                _ -> Status#{'EXIT' => about_status(Module, "1 did not return a map")}
            catch
                _:_ -> Status#{'EXIT' => about_status(Module, "1 crashed")}
            end;
        {false, true} ->
            try Module:format_status(Option, Args) of
                Shown -> Status#{'$status' => Shown}
            catch
                throw:Shown -> Status#{'$status' => Shown};
                _:_ -> Status#{'EXIT' => about_status(Module, "2 crashed")}
            end;
        {false, false} ->
            Status
    end.

about_status(Module, What) -> lists:concat([Module, ":format_status/", What]).

%% A stack that starts at these places of a behaviour, called as OTP calls them, above whoever called the behaviour.
stack(Behaviour, Places, Line) ->
    {current_stacktrace, Stack} = process_info(self(), current_stacktrace),
    IsOurs = fun({M, _, _, _}) -> M =:= Behaviour orelse M =:= ?MODULE orelse M =:= erlang end,
    File = atom_to_list(Behaviour) ++ ".erl",
    [{Behaviour, Function, Arity, [{file, File}, {line, Line}]} || {Function, Arity} <- Places] ++
        lists:dropwhile(IsOurs, Stack).

%% --- reports. One is a list of {Format, Args}, where ~tp stands for a term.

%% As one format, for io:format.
report_format(Parts) ->
    {Formats, Args} = lists:unzip(lists:flatten(Parts)),
    {lists:flatten(Formats), lists:append(Args)}.

%% As text, as the logger wishes it.
report_text(Parts, Config) ->
    {Format, Args} = report_format(Parts),
    Limit = case Config of #{chars_limit := Chars} when is_integer(Chars) -> [{chars_limit, Chars}]; _ -> [] end,
    {Fitted, FittedArgs} =
        logger_formatter:fitted(Format, Args, maps:get(depth, Config, unlimited), maps:get(single_line, Config, false)),
    io_lib:format(Fitted, FittedArgs, Limit).

%% What a report says of who asked last: undefined, {Pid, dead | remote}, or {Pid, {NameOrPid, Stacktrace}}.
client_info(undefined) ->
    undefined;
client_info({Client, _}) when is_pid(Client), node(Client) =:= node() ->
    case process_info(Client, [current_stacktrace, registered_name]) of
        undefined -> {Client, dead};
        [{_, Stack}, {_, []}] -> {Client, {Client, Stack}};
        [{_, Stack}, {_, Name}] -> {Client, {Name, Stack}}
    end;
client_info({Client, _}) ->
    {Client, remote}.

client_lines(undefined) -> [];
client_lines({Pid, dead}) -> [{"** Client ~p is dead~n", [Pid]}];
client_lines({Pid, remote}) -> [{"** Client ~p is remote on node ~p~n", [Pid, node(Pid)]}];
client_lines({_, {Who, Stack}}) -> [{"** Client ~tp stacktrace~n** ~tp~n", [Who, Stack]}].

%% The same on one line.
client_sentences(undefined) -> [];
client_sentences({Pid, dead}) -> [{" Client ~0p is dead.", [Pid]}];
client_sentences({Pid, remote}) -> [{" Client ~0p is remote on node ~0p.", [Pid, node(Pid)]}];
client_sentences({_, {Who, Stack}}) -> [{" Client ~tp stacktrace: ~tp.", [Who, Stack]}].

%% A missing callback says so in words.
shown_reason({undef, [{M, F, A, Location} | Stack]} = Reason) ->
    Arity = if is_list(A) -> length(A); true -> A end,
    case {code:ensure_loaded(M), erlang:function_exported(M, F, Arity)} of
        {{error, _}, _} -> {'module could not be loaded', [{M, F, A, Location} | Stack]};
        {_, true} -> Reason;
        {_, false} -> {'function not exported', [{M, F, A, Location} | Stack]}
    end;
shown_reason(Reason) ->
    Reason.
