%% Groups of processes. A scope is a server of the same name on each node that has it: it keeps the groups in a table named after
%% the scope, tells the scope's servers on the other nodes what joins and leaves here, and is told by them.
%%
%% The servers of this runtime tell each other in the words of OTP's.
-module(pg).
-behaviour(gen_server).
-export([start_link/0, start_link/1, start/1, join/2, join/3, leave/2, leave/3, monitor/1, monitor/2, monitor_scope/0,
         monitor_scope/1, demonitor/1, demonitor/2, get_members/1, get_members/2, get_local_members/1, get_local_members/2,
         which_groups/0, which_groups/1, which_local_groups/0, which_local_groups/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-define(SCOPE, ?MODULE).

%% local: #{Pid => {Monitor, Groups}}, a group once for each time that the process has joined it.
%% remote: #{Pid of a scope's server => {Monitor, #{Group => Pids}}}.
%% watching: #{Reference => {Pid, all | Group}}: who asked to be told, with the monitor that tells of their end.
-record(state, {scope, local = #{}, remote = #{}, watching = #{}}).

start_link() -> start_link(?SCOPE).
start_link(Scope) when is_atom(Scope) -> gen_server:start_link({local, Scope}, ?MODULE, [Scope], []).

start(Scope) when is_atom(Scope) -> gen_server:start({local, Scope}, ?MODULE, [Scope], []).

join(Group, PidOrPids) -> join(?SCOPE, Group, PidOrPids).
join(Scope, Group, PidOrPids) when is_pid(PidOrPids); is_list(PidOrPids) ->
    ok = all_local(PidOrPids),
    gen_server:call(Scope, {join_local, Group, PidOrPids}, infinity).

leave(Group, PidOrPids) -> leave(?SCOPE, Group, PidOrPids).
leave(Scope, Group, PidOrPids) when is_pid(PidOrPids); is_list(PidOrPids) ->
    ok = all_local(PidOrPids),
    gen_server:call(Scope, {leave_local, Group, PidOrPids}, infinity).

%% Only processes of this node can join here.
all_local(Pid) when is_pid(Pid), node(Pid) =:= node() -> ok;
all_local([]) -> ok;
all_local([Pid | Pids]) when is_pid(Pid), node(Pid) =:= node() -> all_local(Pids);
all_local([Other | _]) -> error({nolocal, Other});
all_local(Other) -> error({nolocal, Other}).

monitor_scope() -> monitor_scope(?SCOPE).
monitor_scope(Scope) -> gen_server:call(Scope, monitor, infinity).

monitor(Group) -> ?MODULE:monitor(?SCOPE, Group).
monitor(Scope, Group) -> gen_server:call(Scope, {monitor, Group}, infinity).

demonitor(Ref) -> ?MODULE:demonitor(?SCOPE, Ref).
demonitor(Scope, Ref) ->
    gen_server:call(Scope, {demonitor, Ref}, infinity) =:= ok andalso flush(Ref).

flush(Ref) ->
    receive {Ref, _, _, _} -> flush(Ref)
    after 0 -> ok
    end.

get_members(Group) -> get_members(?SCOPE, Group).
get_members(Scope, Group) -> members(Scope, Group, 2).

get_local_members(Group) -> get_local_members(?SCOPE, Group).
get_local_members(Scope, Group) -> members(Scope, Group, 3).

members(Scope, Group, Position) ->
    try ets:lookup_element(Scope, Group, Position)
    catch error:badarg -> []
    end.

which_groups() -> which_groups(?SCOPE).
which_groups(Scope) when is_atom(Scope) -> [Group || [Group] <- ets:match(Scope, {'$1', '_', '_'})].

which_local_groups() -> which_local_groups(?SCOPE).
which_local_groups(Scope) when is_atom(Scope) ->
    ets:select(Scope, [{{'$1', '_', '$2'}, [{'=/=', '$2', []}], ['$1']}]).

%% --- a scope's server

init([Scope]) ->
    ok = net_kernel:monitor_nodes(true),
    Scope = ets:new(Scope, [set, protected, named_table, {read_concurrency, true}]),
    [discover(Scope, Node) || Node <- nodes()],
    {ok, #state{scope = Scope}}.

discover(Scope, Node) -> erlang:send({Scope, Node}, {discover, self()}, [noconnect]).

handle_call({join_local, Group, PidOrPids}, _, State) ->
    Pids = as_list(PidOrPids),
    Local = lists:foldl(fun(Pid, Known) -> add_local(Pid, Group, Known) end, State#state.local, Pids),
    added(Group, Pids, Pids, State),
    tell_others({join, self(), Group, PidOrPids}, State),
    {reply, ok, State#state{local = Local}};
handle_call({leave_local, Group, PidOrPids}, _, State) ->
    case lists:foldl(fun(Pid, Before) -> remove_local(Pid, Group, Before) end, {State#state.local, []}, as_list(PidOrPids)) of
        {_, []} -> {reply, not_joined, State};
        {Local, Gone} ->
            Pids = lists:reverse(Gone),
            removed(Group, Pids, Pids, State),
            tell_others({leave, self(), Pids, [Group]}, State),
            {reply, ok, State#state{local = Local}}
    end;
handle_call(monitor, {Pid, _}, State) ->
    Groups = maps:from_list([{Group, All} || {Group, All, _} <- ets:tab2list(State#state.scope)]),
    watch(Pid, all, Groups, State);
handle_call({monitor, Group}, {Pid, _}, State) ->
    watch(Pid, {group, Group}, get_members(State#state.scope, Group), State);
handle_call({demonitor, Ref}, _, State = #state{watching = Watching}) ->
    case maps:take(Ref, Watching) of
        {_, Left} ->
            erlang:demonitor(Ref, [flush]),
            {reply, ok, State#state{watching = Left}};
        error ->
            {reply, false, State}
    end;
handle_call(_, _, _) ->
    error(badarg).

handle_cast(_, _) ->
    error(badarg).

%% Another node's server.
handle_info({discover, Peer}, State) ->
    %% Whoever asks wants to be asked too.
    erlang:send(Peer, {sync, self(), groups_here(State)}, [noconnect]),
    case State#state.remote of
        #{Peer := _} -> {noreply, State};
        #{} = Remote ->
            erlang:send(Peer, {discover, self()}, [noconnect]),
            {noreply, State#state{remote = Remote#{Peer => {erlang:monitor(process, Peer), #{}}}}}
    end;
handle_info({sync, Peer, Groups}, State = #state{remote = Remote}) ->
    {Monitor, Before} = case Remote of
        #{Peer := Known} -> Known;
        #{} -> {erlang:monitor(process, Peer), #{}}
    end,
    Now = maps:from_list(Groups),
    [change(Group, maps:get(Group, Before, []), maps:get(Group, Now, []), State)
     || Group <- lists:usort(maps:keys(Before) ++ maps:keys(Now))],
    {noreply, State#state{remote = Remote#{Peer => {Monitor, Now}}}};
handle_info({join, Peer, Group, PidOrPids}, State = #state{remote = Remote}) ->
    case Remote of
        #{Peer := {Monitor, Groups}} ->
            Pids = as_list(PidOrPids),
            added(Group, Pids, [], State),
            Joined = Groups#{Group => Pids ++ maps:get(Group, Groups, [])},
            {noreply, State#state{remote = Remote#{Peer => {Monitor, Joined}}}};
        #{} ->
            {noreply, State}
    end;
handle_info({leave, Peer, PidOrPids, Left}, State = #state{remote = Remote}) ->
    case Remote of
        #{Peer := {Monitor, Groups}} ->
            Pids = as_list(PidOrPids),
            Leave = fun(Group, Known) ->
                removed(Group, Pids, [], State),
                case maps:get(Group, Known, []) -- Pids of
                    [] -> maps:remove(Group, Known);
                    Members -> Known#{Group => Members}
                end
            end,
            {noreply, State#state{remote = Remote#{Peer => {Monitor, lists:foldl(Leave, Groups, Left)}}}};
        #{} ->
            {noreply, State}
    end;
handle_info({'DOWN', Monitor, process, Pid, _}, State = #state{local = Local, remote = Remote, watching = Watching}) ->
    case {Watching, Local, Remote} of
        {#{Monitor := _}, _, _} ->
            {noreply, State#state{watching = maps:remove(Monitor, Watching)}};
        {_, #{Pid := {Monitor, Groups}}, _} ->
            [removed(Group, [Pid], [Pid], State) || Group <- Groups],
            tell_others({leave, self(), Pid, Groups}, State),
            {noreply, State#state{local = maps:remove(Pid, Local)}};
        {_, _, #{Pid := {Monitor, Groups}}} ->
            [removed(Group, Pids, [], State) || {Group, Pids} <- maps:to_list(Groups)],
            {noreply, State#state{remote = maps:remove(Pid, Remote)}};
        _ ->
            {noreply, State}
    end;
handle_info({nodeup, Node}, State) ->
    discover(State#state.scope, Node),
    {noreply, State};
handle_info({nodedown, _}, State) ->
    {noreply, State};
handle_info(_, _) ->
    error(badarg).

terminate(_, #state{scope = Scope}) ->
    true = ets:delete(Scope).

as_list(Pids) when is_list(Pids) -> Pids;
as_list(Pid) -> [Pid].

tell_others(Message, #state{remote = Remote}) ->
    [erlang:send(Peer, Message, [noconnect]) || Peer <- maps:keys(Remote)].

groups_here(#state{scope = Scope}) ->
    [{Group, Local} || {Group, _, [_ | _] = Local} <- ets:tab2list(Scope)].

add_local(Pid, Group, Known) ->
    case Known of
        #{Pid := {Monitor, Groups}} -> Known#{Pid => {Monitor, [Group | Groups]}};
        #{} -> Known#{Pid => {erlang:monitor(process, Pid), [Group]}}
    end.

%% One time that the process has joined is taken back; one that has not joined is passed over.
remove_local(Pid, Group, {Known, Gone}) ->
    case Known of
        #{Pid := {Monitor, Groups}} ->
            case {lists:member(Group, Groups), lists:delete(Group, Groups)} of
                {false, _} -> {Known, Gone};
                {true, []} ->
                    erlang:demonitor(Monitor, [flush]),
                    {maps:remove(Pid, Known), [Pid | Gone]};
                {true, Left} -> {Known#{Pid => {Monitor, Left}}, [Pid | Gone]}
            end;
        #{} ->
            {Known, Gone}
    end.

%% --- the table, and those who watch it

change(Group, Before, Now, State) ->
    case Before -- Now of
        [] -> ok;
        Left -> removed(Group, Left, [], State)
    end,
    case Now -- Before of
        [] -> ok;
        Joined -> added(Group, Joined, [], State)
    end.

added(_, [], _, _) -> ok;
added(Group, Pids, LocalPids, State = #state{scope = Scope}) ->
    {All, Local} = row(Scope, Group),
    ets:insert(Scope, {Group, Pids ++ All, LocalPids ++ Local}),
    tell_watchers(join, Group, Pids, State).

removed(Group, Pids, LocalPids, State = #state{scope = Scope}) ->
    {All, Local} = row(Scope, Group),
    case All -- Pids of
        [] -> ets:delete(Scope, Group);
        Left -> ets:insert(Scope, {Group, Left, Local -- LocalPids})
    end,
    tell_watchers(leave, Group, Pids, State).

row(Scope, Group) ->
    case ets:lookup(Scope, Group) of
        [{_, All, Local}] -> {All, Local};
        [] -> {[], []}
    end.

watch(Pid, What, Answer, State = #state{watching = Watching}) ->
    Ref = erlang:monitor(process, Pid),
    {reply, {Ref, Answer}, State#state{watching = Watching#{Ref => {Pid, What}}}}.

tell_watchers(Action, Group, Pids, #state{watching = Watching}) ->
    [Pid ! {Ref, Action, Group, Pids}
     || {Ref, {Pid, What}} <- maps:to_list(Watching), What =:= all orelse What =:= {group, Group}].
