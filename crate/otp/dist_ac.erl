%% Distributed applications: one process on each node decides, with those of the other nodes, on which of them an application
%% runs. It does not start or stop anything itself: it tells the node's application_controller, which tells it what has become of it.
%%
%% An application has its nodes in order of preference. It is started by all of them; who has a node alive before it waits for that
%% one, or hears that it runs elsewhere. Where it is lost with its node, the first of those left goes on after the time given; a node
%% that comes before the one where it runs takes it over. Every change is told to all others, and two that
%% meet tell each other all they know: if both run it, the one that comes later gives it up.
-module(dist_ac).
-behaviour(gen_server).
-export([start/0, sync_nodes/0, specification/1, init/1, handle_call/3, handle_cast/2, handle_info/2]).

-define(LOOK_AGAIN, 50).

%% groups: nodes of equal preference stand together. here: what this node wants with it. others: what the other nodes do, of those
%% alive. running: where it runs. lost: the node that it went down with, until somebody has it again. permitting: who waits for
%% another node to have taken it over.
-record(app, {time, groups, here = idle :: idle | wanted | failed, permitted = true, others = #{}, running = none, lost = none,
              permitting = []}).

start() -> gen_server:start({local, ?MODULE}, ?MODULE, [], []).

%% As kernel's parameter `distributed' and application:load/2 give it: {Name, Nodes} or {Name, Time, Nodes}.
specification({Name, Nodes}) -> specification({Name, 0, Nodes});
specification({Name, Time, Nodes}) when is_integer(Time) ->
    {Name, #app{time = Time, groups = [case Node of _ when is_tuple(Node) -> tuple_to_list(Node); _ -> [Node] end || Node <- Nodes]}}.

%% What a node does before it starts its applications: waits for others. It ends when one that must be there does not come.
sync_nodes() ->
    [Mandatory, Optional] = [application:get_env(kernel, Key, []) || Key <- [sync_nodes_mandatory, sync_nodes_optional]],
    Time = application:get_env(kernel, sync_nodes_timeout, infinity),
    case await(lists:usort(Mandatory ++ Optional) -- [node()], Time) -- Optional of
        [] -> ok;
        _ -> halt(1)
    end.

await(Nodes, Time) ->
    case [Node || Node <- Nodes, not net_kernel:connect_node(Node)] of
        [] -> [];
        Missing when Time =/= infinity, Time =< 0 -> Missing;
        Missing ->
            timer:sleep(?LOOK_AGAIN),
            await(Missing, case Time of infinity -> infinity; _ -> Time - ?LOOK_AGAIN end)
    end.

%% --- the process. State: #{Name => #app{}}

init([]) ->
    console:system(self()),
    ok = net_kernel:monitor_nodes(true),
    {ok, #{}}.

handle_call(_, _, Apps) -> {noreply, Apps}.

%% From the controller of this node.
handle_cast({load, Name, App}, Apps) when is_map_key(Name, Apps) ->
    #{Name := Known} = Apps,
    {noreply, Apps#{Name := Known#app{time = App#app.time, groups = App#app.groups}}};
handle_cast({load, Name, App}, Apps) ->
    [meet(Node, Name) || Node <- others(App)],
    {noreply, Apps#{Name => App}};
handle_cast({start, Name}, Apps) ->
    {noreply, change(Name, Apps, fun(App) -> begin_or_wait(Name, App#app{here = wanted}) end)};
handle_cast({started, Name}, Apps) ->
    {noreply, change(Name, Apps, fun(App) -> App#app{running = node(), lost = none} end)};
handle_cast({failed, Name}, Apps) ->
    {noreply, change(Name, Apps, fun(App) -> here(failed, App) end)};
handle_cast({stopped, Name}, Apps) ->
    {noreply, change(Name, Apps, fun(App) -> here(idle, App) end)};
handle_cast({takeover, Name, Type, From}, Apps) ->
    case Apps of
        #{Name := #app{running = Node}} when Node =:= node() ->
            gen_server:reply(From, {error, {already_running_locally, Name}});
        #{Name := #app{running = Node, here = wanted}} when Node =/= none ->
            tell_controller({run, Name, {takeover, Node}, {Type, From}});
        _ ->
            gen_server:reply(From, {error, {not_running_distributed, Name}})
    end,
    {noreply, Apps};
handle_cast({permit, Name, true, From}, Apps) ->
    gen_server:reply(From, ok),
    {noreply, change(Name, Apps, fun(App) -> begin_or_wait(Name, App#app{permitted = true}) end)};
handle_cast({permit, Name, false, From}, Apps) ->
    {noreply, change(Name, Apps, fun(App) -> leave(Name, From, App#app{permitted = false}) end)};
%% From those of other nodes.
handle_cast({hello, Node, Name}, Apps) when is_map_key(Name, Apps) ->
    tell(Node, Name, maps:get(Name, Apps)),
    {noreply, Apps};
handle_cast({state, Node, Name, Theirs}, Apps) when is_map_key(Name, Apps) ->
    #{Name := App} = Apps,
    {noreply, Apps#{Name := heard(Node, Theirs, Name, App)}};
handle_cast({take, Name, From}, Apps) ->
    tell_controller({run, Name, {takeover, From}, none}),
    {noreply, Apps};
handle_cast(_, Apps) ->
    {noreply, Apps}.

handle_info({nodeup, Node}, Apps) ->
    [tell(Node, Name, App) || {Name, App} <- maps:to_list(Apps), lists:member(Node, others(App))],
    {noreply, Apps};
handle_info({nodedown, Node}, Apps) ->
    {noreply, maps:map(fun(Name, App) -> without(Node, Name, App) end, Apps)};
handle_info({failover, Name, Node}, Apps) ->
    #{Name := App} = Apps,
    case App of
        #app{running = none, lost = Node} -> {noreply, Apps#{Name := succeed(Name, App)}};
        _ -> {noreply, Apps}
    end;
handle_info(_, Apps) ->
    {noreply, Apps}.

%% --- what is told

%% Makes a change to an application and tells the other nodes.
change(Name, Apps, Fun) when is_map_key(Name, Apps) ->
    App = Fun(maps:get(Name, Apps)),
    [tell(Node, Name, App) || Node <- others(App)],
    Apps#{Name := App};
change(_, Apps, _) ->
    Apps.

tell(Node, Name, #app{here = Here, permitted = Permitted, running = Running}) ->
    send(Node, {state, node(), Name, {Here, Permitted, Running =:= node()}}).

meet(Node, Name) -> send(Node, {hello, node(), Name}).

%% Only to nodes that there is a connection to.
send(Node, Message) -> erlang:send({?MODULE, Node}, {'$gen_cast', Message}, [noconnect]).

tell_controller(Message) -> application_controller ! Message.

others(#app{groups = Groups}) -> lists:append(Groups) -- [node()].

%% --- what is decided

%% A node has told how an application is there.
heard(Node, {_, _, true} = Theirs, Name, #app{others = Others, running = Running} = App) ->
    Known = App#app{others = Others#{Node => Theirs}},
    if
        Running =/= node() -> runs_elsewhere(Node, Name, Known);
        is_map_key(Node, Others); App#app.permitting =/= [] -> give_up(Node, Name, Known);
        true ->
            %% Two that were apart both run it.
            case lists:member(Node, earlier(App)) of
                true -> give_up(Node, Name, Known);
                false -> tell(Node, Name, App), Known
            end
    end;
heard(Node, Theirs, _, #app{others = Others, running = Node} = App) ->
    %% Where it was stopped, it is not started elsewhere.
    App#app{others = Others#{Node => Theirs}, running = none};
heard(Node, Theirs, Name, #app{others = Others} = App) ->
    again(Name, App#app{others = Others#{Node => Theirs}}).

runs_elsewhere(Node, Name, #app{here = wanted} = App) ->
    IsMine = App#app.permitted andalso App#app.running =:= none andalso App#app.lost =:= none andalso before(node(), Node, App),
    tell_controller(case IsMine of true -> {run, Name, {takeover, Node}, none}; false -> {elsewhere, Name, Node} end),
    App#app{running = Node, lost = none};
runs_elsewhere(Node, _, App) ->
    App#app{running = Node, lost = none}.

%% Another node has taken it over.
give_up(Node, Name, #app{permitting = Clients} = App) ->
    [gen_server:reply(Client, ok) || Client <- Clients],
    tell_controller({give_up, Name, Node}),
    App#app{running = Node, permitting = []}.

%% It has ended on this node.
here(Why, #app{running = Node} = App) when Node =:= node() -> App#app{here = Why, running = none};
here(Why, App) -> App#app{here = Why}.

without(Node, Name, #app{others = Others, running = Running, time = Time, permitting = Clients} = App) ->
    Left = App#app{others = maps:remove(Node, Others)},
    case Running of
        Node ->
            erlang:send_after(Time, self(), {failover, Name, Node}),
            Left#app{running = none, lost = Node};
        _ ->
            %% Whoever was to take it over may be the one that is gone.
            again(Name, lists:foldl(fun(From, Now) -> leave(Name, From, Now) end, Left#app{permitting = []}, Clients))
    end.

%% Whoever waits for a node that comes before may no longer have to.
again(Name, #app{here = wanted, running = none, lost = none} = App) -> begin_or_wait(Name, App);
again(_, App) -> App.

%% This node wants it to run.
begin_or_wait(Name, #app{here = wanted, permitted = true, running = none, lost = none} = App) ->
    begin_unless_others_do(Name, normal, App);
begin_or_wait(Name, #app{here = wanted, running = Node, permitted = Permitted} = App) when Node =/= node(), Node =/= none ->
    case Permitted andalso before(node(), Node, App) of
        true -> tell_controller({run, Name, {takeover, Node}, none});
        false -> tell_controller({elsewhere, Name, Node})
    end,
    App;
begin_or_wait(Name, #app{here = wanted, permitted = false} = App) ->
    tell_controller({elsewhere, Name, none}),
    App;
begin_or_wait(_, App) ->
    App.

%% Nodes that are preferred or equal and have not started it are waited for, also after a loss; of those that have, the first does.
begin_unless_others_do(Name, How, App) ->
    Others = [Node || Node <- as_good(App), lists:member(Node, nodes())],
    Earlier = earlier(App),
    case [Node || Node <- Others, is_awaited(Node, App) orelse ready(Node, App) andalso lists:member(Node, Earlier)] of
        [] -> tell_controller({run, Name, How, none});
        _ -> ok
    end,
    App.

is_awaited(Node, #app{others = Others}) ->
    case Others of
        #{Node := {idle, Permitted, _}} -> Permitted;
        #{Node := _} -> false;
        _ -> true
    end.

%% The time to wait for a lost node is over.
succeed(Name, #app{here = wanted, permitted = true, lost = Lost} = App) ->
    begin_unless_others_do(Name, {failover, Lost}, App#app{lost = none});
succeed(_, App) ->
    App#app{lost = none}.

ready(Node, #app{others = Others}) ->
    case Others of
        #{Node := {wanted, true, _}} -> true;
        _ -> false
    end.

%% This node may no longer run it: another does, or nobody.
leave(Name, From, #app{running = Running} = App) when Running =:= node() ->
    case [Node || Node <- others(App), ready(Node, App)] of
        [Next | _] ->
            send(Next, {take, Name, node()}),
            App#app{permitting = [From | App#app.permitting]};
        [] ->
            tell_controller({give_up, Name, none}),
            gen_server:reply(From, ok),
            App#app{running = none}
    end;
leave(_, From, App) ->
    gen_server:reply(From, ok),
    App.

%% The other nodes of the groups up to this node's.
as_good(#app{groups = Groups}) -> lists:append(lists:sublist(Groups, place(node(), Groups) + 1)) -- [node()].

%% Nodes that come before this one.
earlier(#app{groups = Groups}) -> lists:takewhile(fun(Node) -> Node =/= node() end, lists:append(Groups)).

%% Whether a node is preferred to another; those of one group are equal.
before(Node, Other, #app{groups = Groups}) -> place(Node, Groups) < place(Other, Groups).

place(Node, Groups) -> length(lists:takewhile(fun(Group) -> not lists:member(Node, Group) end, Groups)).
