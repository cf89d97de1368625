%% What name servers (global.erl) do when nodes of one world meet and part. They have words of their own for it, not OTP's.
%%
%% The promise: servers that are all connected to each other, and left in peace, have the same table. What it rests on:
%%
%%   Agreement  Nothing changes in a table but by who holds the lock, and the lock is given only where all nodes that the
%%              requester is connected to are connected to the same ones. So a change is made in a whole clique, or, when
%%              connections break during it, in a part of it.
%%   Doubt      A server that has met another, or whose lock's holder is lost or ended while it held it, may differ from
%%              others. It stays in doubt until a merge has read its table and written it since.
%%   Merge      Somebody with the lock reads all tables, lets the names' functions decide where they differ, and writes the
%%              result to all. The node with the smallest name does it for itself and for who tells it of his doubt.
%%   Loss       Locks and names of a node that is lost are dropped when that is heard, so that what it asked for over the old
%%              connection does not last in the new one.
%%
%% A clique forms in any case, because parts of a broken network do not overlap: when two nodes lose each other, those still
%% connected to both let one go, so that of all that are left everybody is connected to everybody (OTP's kernel parameter
%% prevent_overlapping_partitions, which is on by default; where it is off, the lock needs no agreement).
%%
%% Word of a loss may come when the two are together again. So who is to be let go stays if it is connected to the node that
%% lost it, or about to be: should that come to nothing, it is the one that tells. Otherwise three nodes can part and meet in
%% one rhythm for ever, each parting being told of just after the next meeting.
-module(global_meet).
-export([new/0, handle/2, serve/3, sharing/0, names_lock/2, is_free/2, may_change/2, sync/0]).

%% peers: #{Node => Pid of its name server}, which tells a node from the one that had its name before; leaving: #{Node =>
%% asked | let_go}, nodes that have been asked to disconnect this one, or that this one disconnects, and are not gone yet;
%% trying: #{Node => how many processes try to connect to it}; doubts: how often there was reason for doubt; settled: how many
%% of them a merge has settled; told: the node that has been told since the last merge; merger: the process that does one;
%% rumours: nodes that neighbours know by another pid than this one, which is still connected to the node as it was before its
%% restart.
-record(meeting, {peers = #{}, leaving = #{}, trying = #{}, rumours = #{}, doubts = 0, settled = 0, told, merger}).

new() -> #meeting{}.

%% --- who shares the table, and the lock on all of them

sharing() -> lists:usort([node() | nodes()]).

names_lock(Id, Nodes) -> {set_lock, Id, Nodes}.

%% Whether nobody has a name that this node's table lacks. A table that is in doubt may lack what another has: who wrote a name
%% there unseen would end one without its function being asked.
is_free(Name, Nodes) ->
    global:call(node(), is_settled) orelse
        not lists:any(fun is_pid/1, global:multi_call([{Node, {whereis, Name}} || Node <- Nodes])).

may_change(Pid, Table) -> global_table:holds(global, Pid, Table).

sync() ->
    merge(),
    ok.

serve({set_lock, {Id, Requester}, Nodes}, {Pid, _}, {Table, Meeting}) ->
    {Answer, NewTable} = case may_overlap() orelse sharing() =:= Nodes of
        true -> global_table:lock(Id, Requester, Pid, Table);
        false -> {false, Table}
    end,
    {reply, Answer, {NewTable, Meeting}};
serve(is_settled, _, State = {_, #meeting{doubts = Doubts, settled = Settled}}) ->
    {reply, Doubts =:= Settled, State};
serve(entries, _, State = {Table, #meeting{doubts = Doubts}}) ->
    {reply, {Doubts, global_table:entries(Table)}, State};
serve({adopt, Doubts, Entries}, {Pid, _}, State = {Table, Meeting}) ->
    case may_change(Pid, Table) of
        true -> {reply, ok, settle({adopt(Entries, Table), Meeting#meeting{settled = Doubts, told = undefined}})};
        false -> {reply, no_lock, State}
    end;
serve(_, _, State) ->
    {reply, error, State}.

%% --- news

handle({nodeup, Node}, State) ->
    global:cast(Node, {hello, node(), self()}),
    in_doubt(State);
handle({nodedown, Node}, {Table, Before = #meeting{peers = Peers, leaving = Leaving, told = Told}}) ->
    %% Who lets go stays where it is; that the other is gone is for the other to tell.
    case Leaving of
        #{Node := let_go} -> ok;
        _ -> report_lost(Node, maps:get(Node, Peers, unknown))
    end,
    Meeting = meet_again(Node, Before),
    settle({Table, Meeting#meeting{peers = maps:remove(Node, Peers), rumours = maps:remove(Node, Meeting#meeting.rumours),
                                   leaving = maps:remove(Node, Leaving),
                                   told = case Told of Node -> undefined; _ -> Told end}});
handle(half_done, State) ->
    in_doubt(State);
handle({'EXIT', Merger, _}, {Table, Meeting = #meeting{merger = Merger}}) ->
    settle({Table, Meeting#meeting{merger = undefined}});
handle({'$gen_cast', Message}, State) ->
    hear(Message, State);
handle(_, State) ->
    State.

hear(in_doubt, State) ->
    in_doubt(State);
%% Who knows this node should know those too that this server knows by now.
hear({hello, Node, Pid}, {Table, Meeting = #meeting{peers = Peers}}) ->
    map_size(Peers) > 0 andalso global:cast(Node, {neighbours, maps:to_list(Peers)}),
    {Table, Meeting#meeting{peers = Peers#{Node => Pid}, rumours = maps:remove(Node, Meeting#meeting.rumours)}};
hear({neighbours, Neighbours}, {Table, Meeting = #meeting{peers = Peers, rumours = Rumours}}) ->
    Trying = case [Stranger || Stranger = {Other, _} <- Neighbours, Other =/= node(), not lists:member(Other, nodes())] of
        [] -> Meeting;
        Strangers -> meet_all(Strangers, Meeting)
    end,
    Others = maps:from_list([Other || Other = {Node, Pid} <- Neighbours, is_map_key(Node, Peers), map_get(Node, Peers) =/= Pid]),
    {Table, Trying#meeting{rumours = maps:merge(Rumours, Others)}};
hear({met, Node}, {Table, Meeting}) ->
    {Table, met(Node, Meeting)};
hear({unreachable, Node, Pid}, {Table, Meeting}) ->
    report_lost(Node, Pid),
    {Table, met(Node, Meeting)};
hear({lost_connection, By, Node, Pid}, State = {Table, Meeting = #meeting{peers = Peers, leaving = Leaving}}) ->
    case {Peers, Leaving} of
        {#{Node := Known}, #{Node := asked}} when Known =:= Pid orelse Pid =:= unknown ->
            %% It may have stayed for the sake of who told before.
            global:cast(Node, {let_go, node(), By}),
            State;
        {#{Node := Known}, _} when not is_map_key(Node, Leaving), Known =:= Pid orelse Pid =:= unknown ->
            logger:warning("'global' at node ~p requested disconnect from node ~p in order to prevent overlapping "
                           "partitions", [node(), Node]),
            global:cast(Node, {let_go, node(), By}),
            {Table, Meeting#meeting{leaving = Leaving#{Node => asked}}};
        _ -> State
    end;
hear({let_go, Node, LostBy}, State = {Table, Meeting = #meeting{leaving = Leaving}}) ->
    case {lists:member(Node, nodes()), is_with(LostBy, Meeting)} of
        {true, true} ->
            global:cast(Node, {stays, node()}),
            State;
        {true, false} ->
            logger:warning("'global' at node ~p disconnected node ~p in order to prevent overlapping partitions",
                           [node(), Node]),
            erlang:disconnect_node(Node),
            {Table, Meeting#meeting{leaving = Leaving#{Node => let_go}}};
        {false, _} -> State
    end;
hear({stays, Node}, {Table, Meeting = #meeting{leaving = Leaving}}) ->
    case Leaving of
        #{Node := asked} -> {Table, Meeting#meeting{leaving = maps:remove(Node, Leaving)}};
        _ -> {Table, Meeting}
    end;
hear(_, State) ->
    State.

%% Connected to a node that is to stay, or about to be.
is_with(Node, #meeting{leaving = Leaving, trying = Trying}) ->
    is_map_key(Node, Trying) orelse (lists:member(Node, nodes()) andalso not is_map_key(Node, Leaving)).

%% The connection that is lost led to a node that neighbours know as it is now.
meet_again(Node, Meeting = #meeting{rumours = Rumours}) ->
    case Rumours of
        #{Node := Pid} -> meet_all([{Node, Pid}], Meeting);
        _ -> Meeting
    end.

meet_all(Strangers, Meeting) ->
    Server = self(),
    global:system(fun() -> lists:foreach(fun(One) -> meet(One, Server) end, Strangers) end),
    Tried = lists:foldl(fun({Node, _}, Trying) -> Trying#{Node => maps:get(Node, Trying, 0) + 1} end,
                        Meeting#meeting.trying, Strangers),
    Meeting#meeting{trying = Tried}.

met(Node, Meeting = #meeting{trying = Trying}) ->
    case Trying of
        #{Node := Times} when Times > 1 -> Meeting#meeting{trying = Trying#{Node := Times - 1}};
        _ -> Meeting#meeting{trying = maps:remove(Node, Trying)}
    end.

%% Connects to a neighbour's neighbour. One that cannot be reached counts as lost.
meet({Node, Pid}, Server) ->
    Word = case net_kernel:connect_node(Node) of
        true -> {met, Node};
        _ ->
            logger:warning("'global' at ~p failed to connect to ~p~n", [node(), Node]),
            {unreachable, Node, Pid}
    end,
    Server ! {'$gen_cast', Word}.

report_lost(Node, Pid) ->
    may_overlap() orelse lists:foreach(fun(Other) -> global:cast(Other, {lost_connection, node(), Node, Pid}) end, nodes() -- [Node]).

%% The kernel parameter. Without the controller nobody can have changed it.
may_overlap() ->
    whereis(application_controller) =/= undefined andalso
        application:get_env(kernel, prevent_overlapping_partitions) =:= {ok, false}.

%% --- putting tables together

in_doubt({Table, Meeting = #meeting{doubts = Doubts}}) ->
    settle({Table, Meeting#meeting{doubts = Doubts + 1}}).

%% Whoever is told of doubt has it too, so that it merges once more if it had read the other's table already.
settle(State = {_, #meeting{doubts = Same, settled = Same}}) ->
    State;
settle({Table, Meeting = #meeting{doubts = Doubts, told = Told, merger = Merger}}) ->
    Smallest = hd(sharing()),
    case nodes() of
        [] -> {Table, Meeting#meeting{settled = Doubts}};
        _ when Smallest =:= Told -> {Table, Meeting};
        _ when Smallest =/= node() -> global:cast(Smallest, in_doubt), {Table, Meeting#meeting{told = Smallest}};
        _ when Merger =:= undefined -> {Table, Meeting#meeting{merger = global:system(fun() -> merge() end)}};
        _ -> {Table, Meeting}
    end.

merge() ->
    Done = global:locked(fun(Nodes) ->
        Read = lists:zip(Nodes, global:multi_call([{Node, entries} || Node <- Nodes])),
        case lists:keymember(lost, 2, Read) of
            true -> false;
            false ->
                Tables = [{Node, Doubts, Entries} || {Node, {Doubts, Entries}} <- Read],
                Union = lists:foldl(fun add/2, #{}, lists:append([Entries || {_, _, Entries} <- Tables])),
                All = [{Name, Pid, Method} || {Name, {Pid, Method}} <- maps:to_list(Union), Pid =/= none],
                %% Of whom the lock is not held: its server started after the lock passed it over, or has lost this node since.
                Answers = global:multi_call([{Node, {adopt, Doubts, All}} || {Node, Doubts, _} <- Tables]),
                not lists:member(no_lock, Answers)
        end
    end),
    Done orelse merge().

add({Name, Pid, Method}, Union) ->
    case Union of
        #{Name := {Pid, _}} -> Union;
        #{Name := {none, _}} -> Union;
        #{Name := {Other, _}} -> Union#{Name => {global:choose(Method, Name, Other, Pid), Method}};
        _ -> Union#{Name => {Pid, Method}}
    end.

%% Without the names of processes whose node this one has lost meanwhile.
adopt(Entries, Table) ->
    Kept = [Entry || Entry = {_, Pid, _} <- Entries, node(Pid) =:= node() orelse lists:member(node(Pid), nodes(connected))],
    Gone = global_table:names(Table) -- [Name || {Name, _, _} <- Kept],
    Without = lists:foldl(fun global_table:delete/2, Table, Gone),
    lists:foldl(fun({Name, Pid, Method}, T) -> global_table:insert(Name, Pid, Method, T) end, Without, Kept).
