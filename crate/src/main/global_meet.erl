%% What name servers (crate/otp/global.erl) do when nodes meet and part, in the words of OTP's servers: for the native node in
%% clusters of real ones, in the place of crate/otp/global_meet.erl. Version 8, as seen between nodes of OTP 25.
%%
%% Servers that meet put their tables together, in a session of two mergers, one on each node: they take the lock together
%% (one request, named after both, so that either may set it), exchange the tables, resolve conflicts and tell the nodes that
%% each knew before of the other's.
%%
%% A server that loses a node tells all others it knows. Each passes it on, since the teller may be cut off from some, and asks
%% the lost node to disconnect it: so parts of a broken network do not overlap.
-module(global_meet).
-export([new/0, handle/2, serve/3, sharing/0, names_lock/2, is_free/2, may_change/2, sync/0, merge/2]).

-define(SERVER, global_name_server).
-define(VERSION, 8).
%% Milliseconds that a merger waits for the other to begin.
-define(PATIENCE, 500).

%% known: the nodes with the same table; sessions with nodes that are to be; early: what such a node said before this one had
%% heard that it is up; syncing: who waits for nodes to be known; identity: tells this server from an earlier one of its node;
%% told: the last loss that each server has told of, #{Node => {Identity, Number}}.
-record(meeting, {known = [], sessions = #{}, early = #{}, syncing = [], identity = rand:uniform(1 bsl 60), told = #{}}).

%% his_names, ops (what changes here) and answer (what he says changes here, and whom he knows) come in the course of it.
-record(session, {tag, his_tag, merger, lock, his_names, ops, answer}).

new() -> #meeting{}.

sharing() -> [node() | lists:sort(global:call(node(), get_known))].

names_lock(Id, _) -> {set_lock, Id}.

%% Those known have put their tables together with this one's.
is_free(_, _) -> true.

%% Real nodes do not ask without the lock.
may_change(_, _) -> true.

%% Waits until the tables of all connected nodes are one.
sync() ->
    global:call(node(), {sync, nodes()}),
    ok.

serve({sync, Nodes}, From, {Table, Meeting = #meeting{syncing = Syncing}}) ->
    {noreply, {Table, synced(Meeting#meeting{syncing = [{From, Nodes} | Syncing]})}};
serve(get_known, _, State = {_, Meeting}) -> {reply, Meeting#meeting.known, State};
serve(get_synced, _, State = {_, Meeting}) -> {reply, Meeting#meeting.known, State};
serve(get_protocol_version, _, State) -> {reply, ?VERSION, State};
serve(get_names_ext, _, State) -> {reply, [], State};
serve(_, _, State) -> {reply, error, State}.

handle({'$gen_cast', Message}, State) ->
    hear(Message, State);
handle({nodeup, Node}, {Table, Meeting}) ->
    meet(Node, {Table, Meeting});
handle({nodedown, Node}, State = {_, #meeting{known = Known}}) ->
    lists:member(Node, Known) andalso tell_loss(Node, State),
    part(Node, State);
handle({lost_connection, From, Identity, Number, Lost}, State) ->
    lost(From, Identity, Number, Lost, State);
handle({remove_connection, Node}, State = {_, #meeting{known = Known}}) ->
    case lists:member(Node, Known) of
        true ->
            logger:warning("'global' at node ~p disconnected node ~p in order to prevent overlapping partitions", [node(), Node], #{}),
            global:system(fun() -> erlang:disconnect_node(Node) end),
            part(Node, State);
        false -> State
    end;
%% From a merger of this node.
handle({merger, Node, Tag, News}, State) ->
    in_session(Node, Tag, fun(Session) -> merged(News, Node, Session, State) end, State);
handle(_, State) ->
    State.

%% --- what is lost

tell_loss(Lost, {_, #meeting{known = Known, identity = Identity}}) ->
    Loss = {lost_connection, node(), Identity, erlang:unique_integer([monotonic]), Lost},
    may_overlap() orelse [tell(Node, Loss) || Node <- Known, Node =/= Lost],
    ok.

lost(From, Identity, Number, Lost, State = {Table, Meeting = #meeting{known = Known, told = Told}}) ->
    IsOld = case Told of
        #{From := {Identity, Last}} -> Number =< Last;
        _ -> false
    end,
    %% Whom this server has lost itself it has told of. That it is lost to the teller itself: then the teller is to be let go.
    Away = case Lost =:= node() of
        true -> From;
        false -> Lost
    end,
    case IsOld orelse may_overlap() of
        true -> State;
        false ->
            [tell(Node, {lost_connection, From, Identity, Number, Lost}) || Node <- Known, Node =/= From],
            Heard = {Table, Meeting#meeting{told = Told#{From => {Identity, Number}}}},
            case lists:member(Away, Known) of
                true ->
                    tell(Away, {remove_connection, node()}),
                    logger:warning("'global' at node ~p requested disconnect from node ~p in order to prevent overlapping "
                                   "partitions", [node(), Away], #{}),
                    part(Away, Heard);
                false -> Heard
            end
    end.

tell(Node, Message) -> erlang:send({?SERVER, Node}, Message, [noconnect]).

%% The kernel parameter. Without the controller nobody can have changed it.
may_overlap() ->
    whereis(application_controller) =/= undefined andalso
        application:get_env(kernel, prevent_overlapping_partitions) =:= {ok, false}.

%% --- meeting and parting

meet(Node, State = {Table, Meeting = #meeting{known = Known, sessions = Sessions, early = Early}}) ->
    case lists:member(Node, Known) orelse is_map_key(Node, Sessions) of
        true ->
            State;
        false ->
            Tag = erlang:unique_integer([monotonic]),
            Merger = global:system(fun() -> ?MODULE:merge(Node, Tag) end),
            Versions = maps:from_list([{{connection_id, Node}, erlang:unique_integer([positive])} | [{K, ?VERSION} || K <- Known]]),
            global:cast(Node, {init_connect, {?VERSION, Tag}, node(), {locker, no_longer_a_pid, Versions, Merger}}),
            Met = {Table, Meeting#meeting{sessions = Sessions#{Node => #session{tag = Tag, merger = Merger}},
                                          early = maps:remove(Node, Early)}},
            case Early of
                #{Node := Message} -> hear(Message, Met);
                _ -> Met
            end
    end.

part(Node, {Table, Meeting = #meeting{known = Known, early = Early}}) ->
    {Table, synced(cancel(Node, Meeting#meeting{known = lists:delete(Node, Known), early = maps:remove(Node, Early)}))}.

%% The locks of a merger that is killed are released as those of any process.
cancel(Node, Meeting = #meeting{sessions = Sessions}) ->
    case maps:take(Node, Sessions) of
        {#session{merger = Merger}, Left} -> exit(Merger, kill), Meeting#meeting{sessions = Left};
        error -> Meeting
    end.

hear(Message = {init_connect, {_, HisTag}, Node, {locker, _, _, HisMerger}}, {Table, Meeting}) ->
    #meeting{sessions = Sessions, early = Early} = Meeting,
    case Sessions of
        #{Node := Session = #session{tag = Tag, merger = Merger}} ->
            tell(Node, {init_connect_ack, node(), HisTag, Tag}),
            Merger ! {partner, HisMerger, HisTag},
            keep(Node, Session#session{his_tag = HisTag}, {Table, Meeting});
        _ ->
            {Table, Meeting#meeting{early = Early#{Node => Message}}}
    end;
hear({lock_set, _, IsSet, _, Tag}, State = {_, #meeting{sessions = Sessions}}) ->
    [Merger ! {lock_set, IsSet} || #session{tag = T, merger = Merger} <- maps:values(Sessions), T =:= Tag],
    State;
hear({exchange, Node, Names, _, Tag}, State) ->
    in_session(Node, Tag, fun(Session) -> compare(Node, Session#session{his_names = Names}, State) end, State);
hear({resolved, Node, Ops, Nodes, _, _, Tag}, State) ->
    in_session(Node, Tag, fun(Session) -> conclude(Node, Session#session{answer = {Ops, Nodes}}, State) end, State);
hear({new_nodes, _, Ops, _, Nodes, _}, State) ->
    learn([Node || {Node, _} <- Nodes], Ops, State);
hear({in_sync, Node, true}, State) ->
    learn([Node], [], State);
hear({unreachable, Node}, State) ->
    tell_loss(Node, State),
    part(Node, State);
hear(_, State) ->
    State.

in_session(Node, Tag, Fun, State = {_, #meeting{sessions = Sessions}}) ->
    case Sessions of
        #{Node := Session = #session{tag = Tag}} -> Fun(Session);
        _ -> State
    end.

keep(Node, Session, {Table, Meeting = #meeting{sessions = Sessions}}) ->
    {Table, Meeting#meeting{sessions = Sessions#{Node => Session}}}.

merged({locked, Id}, Node, Session = #session{his_tag = HisTag}, State = {Table, _}) ->
    global:cast(Node, {exchange, node(), global_table:entries(Table), [], HisTag}),
    compare(Node, Session#session{lock = Id}, State);
merged({resolved, Ops, HisOps}, Node, Session = #session{his_tag = HisTag}, State = {_, #meeting{known = Known}}) ->
    global:cast(Node, {resolved, node(), HisOps, [{K, ?VERSION} || K <- Known], unused, [], HisTag}),
    conclude(Node, Session#session{ops = Ops}, State).

%% Once both mergers have the lock and his table is here.
compare(Node, Session = #session{lock = Lock, his_names = His, merger = Merger}, State = {Table, _}) ->
    Lock =/= undefined andalso is_list(His) andalso (Merger ! {resolve, His, global_table:entries(Table)}),
    keep(Node, Session, State).

%% Once both have resolved what was to be.
conclude(Node, #session{ops = Ops, answer = {HisOps, HisNodes}, lock = Lock, merger = Merger}, {Table, Meeting})
  when is_list(Ops) ->
    #meeting{known = Known, sessions = Sessions} = Meeting,
    All = Ops ++ HisOps,
    New = [Node | [N || {N, _} <- HisNodes]],
    [global:cast(K, {new_nodes, node(), All, [], [{N, ?VERSION} || N <- New], [{vsn, ?VERSION}, {lock, Lock}]}) || K <- Known],
    Merger ! done,
    Done = Meeting#meeting{sessions = maps:remove(Node, Sessions), known = [Node | lists:delete(Node, Known)]},
    learn(New, All, {Table, Done});
conclude(Node, Session, State) ->
    keep(Node, Session, State).

%% These have the same table by what another node has done.
learn(Nodes, Ops, {Table, Meeting = #meeting{known = Known}}) ->
    New = [Node || Node <- lists:usort(Nodes), Node =/= node(), not lists:member(Node, Known)],
    [global:system(fun() -> introduce(Node) end) || Node <- New],
    {lists:foldl(fun apply_op/2, Table, Ops), synced(lists:foldl(fun cancel/2, Meeting#meeting{known = New ++ Known}, New))}.

apply_op({insert, {Name, Pid, Method}}, Table) -> global_table:insert(Name, Pid, Method, Table);
apply_op({delete, Name}, Table) -> global_table:delete(Name, Table);
apply_op(_, Table) -> Table.

introduce(Node) ->
    case net_kernel:connect_node(Node) of
        true -> global:cast(Node, {in_sync, node(), true});
        _ -> global:cast(node(), {unreachable, Node})
    end.

synced(Meeting = #meeting{known = Known, syncing = Syncing}) ->
    Up = nodes(),
    Waits = fun({From, Nodes}) ->
        Left = [Node || Node <- Nodes, lists:member(Node, Up), not lists:member(Node, Known)],
        Left =/= [] orelse (gen:reply(From, ok) =/= ok)
    end,
    Meeting#meeting{syncing = lists:filter(Waits, Syncing)}.

%% --- a merger

merge(Node, Tag) ->
    {HisMerger, HisTag} = receive {partner, Pid, T} -> {Pid, T} end,
    Id = {global, in_order(self(), HisMerger)},
    %% The smaller one begins, so that of several sessions the locks are asked for in one order; the other only if nothing comes.
    Nodes = case node() < Node of
        true -> agree(Node, HisTag, Id, 1);
        false -> again(Node, HisTag, Id, ?PATIENCE, 1)
    end,
    ?SERVER ! {merger, Node, Tag, {locked, Id}},
    receive
        {resolve, His, Mine} ->
            {Ops, HisOps} = resolve(Node, His, maps:from_list([{Name, {Pid2, Method}} || {Name, Pid2, Method} <- Mine])),
            ?SERVER ! {merger, Node, Tag, {resolved, Ops, HisOps}}
    end,
    receive done -> global:unlock(Id, Nodes) end.

%% By number, then by node: the order that both agree on.
in_order(Pid, Pid2) ->
    case place(Pid) < place(Pid2) of
        true -> [Pid, Pid2];
        false -> [Pid2, Pid]
    end.

place(Pid) ->
    [_, Number, Serial] = string:lexemes(pid_to_list(Pid), "<.>"),
    {list_to_integer(Serial), list_to_integer(Number), node(Pid)}.

known() -> global:call(node(), get_known).

%% Both hold the lock in the end: whoever has it first tells the other, who sets it where he alone knows nodes.
agree(Node, HisTag, Id, Times) ->
    Known = known(),
    case lock_for(Node, [Node, node() | Known], Known, HisTag, Id) of
        {true, Nodes} ->
            receive
                {lock_set, true} -> Nodes;
                {lock_set, false} -> global:unlock(Id, Nodes), again(Node, HisTag, Id, pause(Times), Times)
            end;
        false ->
            again(Node, HisTag, Id, pause(Times), Times)
    end.

again(Node, HisTag, Id, Pause, Times) ->
    receive
        {lock_set, true} ->
            Known = known(),
            case lock_for(Node, [node() | Known], Known, HisTag, Id) of
                {true, Nodes} -> Nodes;
                false ->
                    global:cast(Node, {lock_set, self(), false, Known, HisTag}),
                    again(Node, HisTag, Id, pause(Times), Times)
            end
    after Pause ->
        agree(Node, HisTag, Id, Times + 1)
    end.

lock_for(Node, Nodes, Known, HisTag, Id) ->
    case global:lock_each({set_lock, Id}, Nodes) of
        true ->
            global:cast(Node, {lock_set, self(), true, Known, HisTag}),
            {true, Nodes};
        false ->
            false
    end.

%% What changes here and what changes there. Of two processes with one name, the node with the smaller name lets the name's
%% function choose.
resolve(Node, His, Mine) ->
    lists:foldl(fun({Name, HisPid, Method}, {Ops, HisOps}) ->
        case Mine of
            #{Name := {HisPid, _}} ->
                {Ops, HisOps};
            #{Name := {MyPid, MyMethod}} when node() < Node ->
                case global:choose(MyMethod, Name, HisPid, MyPid) of
                    HisPid -> {[{insert, {Name, HisPid, Method}} | Ops], HisOps};
                    MyPid -> {Ops, [{insert, {Name, MyPid, MyMethod}} | HisOps]};
                    _ -> {[{delete, Name} | Ops], [{delete, Name} | HisOps]}
                end;
            #{Name := _} ->
                {Ops, HisOps};
            _ ->
                {[{insert, {Name, HisPid, Method}} | Ops], HisOps}
        end
    end, {[], []}, His).

%% Milliseconds until the next try: longer the more there have been.
pause(Times) -> rand:uniform(min(Times, 8) * 25).
