%% Names that hold on all connected nodes. Each node has a name server with the whole table; a name is given while a lock is
%% held on every node, so that two registrations cannot cross.
%%
%% This one is for the native node in clusters of OTP's; nodes that are all of one world have crate/otp/global.erl.
%%
%% Servers that meet put their tables together, in a session of two mergers, one on each node: they take the lock together
%% (one request, named after both, so that either may set it), exchange the tables, resolve conflicts and tell the nodes that
%% each knew before of the other's. The words are those of OTP's servers (version 8, as seen between nodes of OTP 25).
-module(global).
-export([register_name/2, register_name/3, re_register_name/2, re_register_name/3, unregister_name/1, whereis_name/1,
         registered_names/0, send/2, sync/0, trans/2, trans/3, trans/4, set_lock/1, set_lock/2, set_lock/3, del_lock/1,
         del_lock/2, random_exit_name/3, random_notify_name/3, notify_all_name/3, disconnect/0]).
-export([start/0, init/0, loop/1, merge/2]).

-define(SERVER, global_name_server).
-define(VERSION, 8).
%% Milliseconds that a merger waits for the other to begin.
-define(PATIENCE, 500).

%% names: #{Name => {Pid, Method, Monitor}}; locks: #{Id => {Requester, [{Pid, Monitor}]}}; known: the nodes with the same
%% table; sessions with nodes that are to be; early: what such a node said before this one had heard that it is up; syncing:
%% who waits for nodes to be known.
-record(state, {names = #{}, locks = #{}, known = [], sessions = #{}, early = #{}, syncing = []}).

%% his_names, ops (what changes here) and answer (what he says changes here, and whom he knows) come in the course of it.
-record(session, {tag, his_tag, merger, lock, his_names, ops, answer}).

%% --- names

register_name(Name, Pid) -> register_name(Name, Pid, fun ?MODULE:random_exit_name/3).
register_name(Name, Pid, Method) when is_pid(Pid) ->
    locked(fun(Nodes) ->
        case whereis_name(Name) of
            undefined ->
                case call(node(), {names_of, Pid}) of
                    [_ | _] = Names ->
                        logger:error("global: ~w registered under several names: ~w", [Pid, [Name | Names]], #{}),
                        no;
                    _ ->
                        give(Nodes, Name, Pid, Method)
                end;
            _ -> no
        end
    end).

re_register_name(Name, Pid) -> re_register_name(Name, Pid, fun ?MODULE:random_exit_name/3).
re_register_name(Name, Pid, Method) when is_pid(Pid) ->
    locked(fun(Nodes) -> give(Nodes, Name, Pid, Method) end).

unregister_name(Name) ->
    case whereis_name(Name) of
        undefined -> ok;
        _ -> locked(fun(Nodes) -> multi_call(Nodes, {unregister, Name}), ok end)
    end.

whereis_name(Name) -> call(node(), {whereis, Name}).

registered_names() -> call(node(), names_only).

send(Name, Message) ->
    case whereis_name(Name) of
        Pid when is_pid(Pid) -> Pid ! Message, Pid;
        undefined -> exit({badarg, {Name, Message}})
    end.

give(Nodes, Name, Pid, Method) ->
    multi_call(Nodes, {register, Name, Pid, Method}),
    yes.

%% On all nodes that share the table. If there are others by the time they are locked, those are to be locked.
locked(Fun) ->
    Nodes = [node() | known()],
    case trans({global, self()}, fun() -> [node() | known()] =:= Nodes andalso {done, Fun(Nodes)} end, Nodes) of
        {done, Value} -> Value;
        false -> locked(Fun)
    end.

known() -> call(node(), get_known).

%% Waits until the tables of all connected nodes are one.
sync() ->
    call(node(), {sync, nodes()}),
    ok.

disconnect() ->
    Nodes = nodes(),
    lists:foreach(fun erlang:disconnect_node/1, Nodes),
    Nodes.

%% --- which of two processes keeps a name when nodes meet

random_exit_name(Name, Pid, Pid2) ->
    {Keep, Lose} = order(Pid, Pid2),
    logger:info("global: Name conflict terminating ~w~n", [{Name, Lose}], #{}),
    exit(Lose, kill),
    Keep.

random_notify_name(Name, Pid, Pid2) ->
    {Keep, Lose} = order(Pid, Pid2),
    Lose ! {global_name_conflict, Name},
    Keep.

notify_all_name(Name, Pid, Pid2) ->
    Pid ! {global_name_conflict, Name, Pid2},
    Pid2 ! {global_name_conflict, Name, Pid},
    none.

order(Pid, Pid2) ->
    case rand:uniform(2) of
        1 -> {Pid, Pid2};
        2 -> {Pid2, Pid}
    end.

%% --- locks

trans(Id, Fun) -> trans(Id, Fun, [node() | nodes()], infinity).
trans(Id, Fun, Nodes) -> trans(Id, Fun, Nodes, infinity).
trans(Id, Fun, Nodes, Retries) ->
    case set_lock(Id, Nodes, Retries) of
        true -> try Fun() after del_lock(Id, Nodes) end;
        false -> aborted
    end.

set_lock(Id) -> set_lock(Id, [node() | nodes()], infinity).
set_lock(Id, Nodes) -> set_lock(Id, Nodes, infinity).
set_lock({_, _} = Id, Nodes, Retries) -> set_lock(Id, lists:usort(Nodes), Retries, 1).

set_lock(Id, Nodes, Retries, Times) ->
    case lock_each(Id, Nodes, []) of
        true -> true;
        false when Retries =:= 0 -> false;
        false ->
            timer:sleep(pause(Times)),
            set_lock(Id, Nodes, less(Retries), Times + 1)
    end.

%% Milliseconds until the next try: longer the more there have been.
pause(Times) -> rand:uniform(min(Times, 8) * 25).

less(infinity) -> infinity;
less(Retries) -> Retries - 1.

%% On the nodes in one order for everybody, so that nobody waits in a circle. All or none.
lock_each(_, [], _) -> true;
lock_each(Id, [Node | Nodes], Locked) ->
    case call(Node, {set_lock, Id}) of
        false -> del_lock(Id, Locked), false;
        %% A node that is lost needs no lock.
        _ -> lock_each(Id, Nodes, [Node | Locked])
    end.

del_lock(Id) -> del_lock(Id, [node() | nodes()]).
del_lock(Id, Nodes) ->
    multi_call(Nodes, {del_lock, Id}),
    true.

%% --- calls of name servers

call(Node, Request) -> answer(ask(Node, Request)).

multi_call(Nodes, Request) ->
    Monitors = [ask(Node, Request) || Node <- Nodes],
    [answer(Monitor) || Monitor <- Monitors].

ask(Node, Request) ->
    %% Without distribution the server starts when it is first asked.
    is_alive() orelse whereis(?SERVER) =/= undefined orelse start(),
    Monitor = monitor(process, {?SERVER, Node}),
    {?SERVER, Node} ! {'$gen_call', {self(), Monitor}, Request},
    Monitor.

answer(Monitor) ->
    receive
        {Monitor, Answer} -> demonitor(Monitor, [flush]), Answer;
        {'DOWN', Monitor, _, _, _} -> lost
    end.

%% What is said to a node that is lost must not call it again.
cast(Node, Message) -> tell({?SERVER, Node}, {'$gen_cast', Message}).

tell(To, Message) -> erlang:send(To, Message, [noconnect]).

%% --- the name server

start() ->
    Pid = spawn(?MODULE, init, []),
    true = register(?SERVER, Pid),
    console:system(Pid),
    Pid.

init() ->
    process_flag(trap_exit, true),
    net_kernel:monitor_nodes(true),
    loop(#state{}).

loop(State) ->
    receive
        Message -> ?MODULE:loop(handle(Message, State))
    end.

handle({'$gen_call', From, {sync, Nodes}}, State = #state{syncing = Syncing}) ->
    synced(State#state{syncing = [{From, Nodes} | Syncing]});
handle({'$gen_call', From, Request}, State) ->
    {Answer, NewState} = serve(Request, From, State),
    reply(From, Answer),
    NewState;
handle({'$gen_cast', Message}, State) ->
    hear(Message, State);
handle({nodeup, Node}, State) ->
    meet(Node, State);
handle({nodedown, Node}, State) ->
    part(Node, State);
handle({'DOWN', Monitor, process, Pid, _}, State = #state{names = Names, locks = Locks}) ->
    Kept = maps:filter(fun(_, {_, _, M}) -> M =/= Monitor end, Names),
    lists:foldl(fun(Id, S) -> unlock(Id, Pid, S) end, State#state{names = Kept}, maps:keys(Locks));
%% From a merger of this node.
handle({merger, Node, Tag, News}, State = #state{sessions = Sessions}) ->
    case Sessions of
        #{Node := Session = #session{tag = Tag}} -> merged(News, Node, Session, State);
        _ -> State
    end;
handle({remove_connection, Node}, State) ->
    logger:warning("'global' at node ~p disconnected node ~p in order to prevent overlapping partitions", [node(), Node], #{}),
    system(fun() -> erlang:disconnect_node(Node) end),
    State;
handle(_, State) ->
    State.

reply({_, [alias | _]} = From, Answer) -> gen:reply(From, Answer);
reply({To, Tag}, Answer) -> tell(To, {Tag, Answer}).

serve({whereis, Name}, _, State = #state{names = Names}) ->
    case Names of
        #{Name := {Pid, _, _}} -> {Pid, State};
        _ -> {undefined, State}
    end;
serve(names_only, _, State = #state{names = Names}) ->
    {maps:keys(Names), State};
serve({names_of, Pid}, _, State = #state{names = Names}) ->
    {[Name || {Name, {Named, _, _}} <- maps:to_list(Names), Named =:= Pid], State};
serve({register, Name, Pid, Method}, _, State) ->
    {yes, apply_op({insert, {Name, Pid, Method}}, State)};
serve({unregister, Name}, _, State) ->
    {ok, apply_op({delete, Name}, State)};
serve({set_lock, {Id, Requester}}, {Pid, _}, State = #state{locks = Locks}) ->
    case Locks of
        #{Id := {Other, _}} when Other =/= Requester ->
            {false, State};
        #{Id := {_, Holders}} ->
            case lists:keymember(Pid, 1, Holders) of
                true -> {true, State};
                false -> {true, State#state{locks = Locks#{Id => {Requester, [{Pid, monitor(process, Pid)} | Holders]}}}}
            end;
        _ ->
            {true, State#state{locks = Locks#{Id => {Requester, [{Pid, monitor(process, Pid)}]}}}}
    end;
serve({del_lock, {Id, Requester}}, {Pid, _}, State = #state{locks = Locks}) ->
    case Locks of
        #{Id := {Requester, _}} -> {true, unlock(Id, Pid, State)};
        _ -> {true, State}
    end;
serve(get_known, _, State) -> {State#state.known, State};
serve(get_synced, _, State) -> {State#state.known, State};
serve(get_protocol_version, _, State) -> {?VERSION, State};
serve(get_names_ext, _, State) -> {[], State};
serve(_, _, State) -> {error, State}.

apply_op({insert, {Name, Pid, Method}}, State) ->
    Without = #state{names = Names} = apply_op({delete, Name}, State),
    Without#state{names = Names#{Name => {Pid, Method, monitor(process, Pid)}}};
apply_op({delete, Name}, State = #state{names = Names}) ->
    case Names of
        #{Name := {_, _, Monitor}} -> demonitor(Monitor, [flush]), State#state{names = maps:remove(Name, Names)};
        _ -> State
    end;
apply_op(_, State) ->
    State.

unlock(Id, Pid, State = #state{locks = Locks}) ->
    {Requester, Holders} = map_get(Id, Locks),
    case lists:keytake(Pid, 1, Holders) of
        {value, {_, Monitor}, []} -> demonitor(Monitor, [flush]), State#state{locks = maps:remove(Id, Locks)};
        {value, {_, Monitor}, Left} -> demonitor(Monitor, [flush]), State#state{locks = Locks#{Id => {Requester, Left}}};
        false -> State
    end.

names(#state{names = Names}) -> [{Name, Pid, Method} || {Name, {Pid, Method, _}} <- maps:to_list(Names)].

%% --- meeting and parting

meet(Node, State = #state{known = Known, sessions = Sessions, early = Early}) ->
    case lists:member(Node, Known) orelse is_map_key(Node, Sessions) of
        true ->
            State;
        false ->
            Tag = erlang:unique_integer([monotonic]),
            Merger = system(fun() -> merge(Node, Tag) end),
            Versions = maps:from_list([{{connection_id, Node}, erlang:unique_integer([positive])} | [{K, ?VERSION} || K <- Known]]),
            cast(Node, {init_connect, {?VERSION, Tag}, node(), {locker, no_longer_a_pid, Versions, Merger}}),
            Met = State#state{sessions = Sessions#{Node => #session{tag = Tag, merger = Merger}}, early = maps:remove(Node, Early)},
            case Early of
                #{Node := Message} -> hear(Message, Met);
                _ -> Met
            end
    end.

part(Node, State = #state{known = Known, early = Early}) ->
    synced(cancel(Node, State#state{known = lists:delete(Node, Known), early = maps:remove(Node, Early)})).

%% The locks of a merger that is killed are released as those of any process.
cancel(Node, State = #state{sessions = Sessions}) ->
    case maps:take(Node, Sessions) of
        {#session{merger = Merger}, Left} -> exit(Merger, kill), State#state{sessions = Left};
        error -> State
    end.

hear({init_connect, {_, HisTag}, Node, {locker, _, _, HisMerger}} = Message, State = #state{sessions = Sessions, early = Early}) ->
    case Sessions of
        #{Node := Session = #session{tag = Tag, merger = Merger}} ->
            tell({?SERVER, Node}, {init_connect_ack, node(), HisTag, Tag}),
            Merger ! {partner, HisMerger, HisTag},
            State#state{sessions = Sessions#{Node => Session#session{his_tag = HisTag}}};
        _ ->
            State#state{early = Early#{Node => Message}}
    end;
hear({lock_set, _, IsSet, _, Tag}, State = #state{sessions = Sessions}) ->
    [Merger ! {lock_set, IsSet} || #session{tag = T, merger = Merger} <- maps:values(Sessions), T =:= Tag],
    State;
hear({exchange, Node, Names, _, Tag}, State) ->
    in_session(Node, Tag, fun(Session) -> compare(Node, Session#session{his_names = Names}, State) end, State);
hear({resolved, Node, Ops, Nodes, _, _, Tag}, State) ->
    in_session(Node, Tag, fun(Session) -> conclude(Node, Session#session{answer = {Ops, Nodes}}, State) end, State);
hear({new_nodes, _, Ops, _, Nodes, _}, State) ->
    learn([Node || {Node, _} <- Nodes], lists:foldl(fun apply_op/2, State, Ops));
hear({in_sync, Node, true}, State) ->
    learn([Node], State);
hear({unreachable, Node}, State) ->
    part(Node, State);
hear(_, State) ->
    State.

in_session(Node, Tag, Fun, State = #state{sessions = Sessions}) ->
    case Sessions of
        #{Node := Session = #session{tag = Tag}} -> Fun(Session);
        _ -> State
    end.

keep(Node, Session, State = #state{sessions = Sessions}) -> State#state{sessions = Sessions#{Node => Session}}.

merged({locked, Id}, Node, Session = #session{his_tag = HisTag}, State) ->
    cast(Node, {exchange, node(), names(State), [], HisTag}),
    compare(Node, Session#session{lock = Id}, State);
merged({resolved, Ops, HisOps}, Node, Session = #session{his_tag = HisTag}, State = #state{known = Known}) ->
    cast(Node, {resolved, node(), HisOps, [{K, ?VERSION} || K <- Known], unused, [], HisTag}),
    conclude(Node, Session#session{ops = Ops}, State).

%% Once both mergers have the lock and his table is here.
compare(Node, Session = #session{lock = Lock, his_names = His, merger = Merger}, State) ->
    Lock =/= undefined andalso is_list(His) andalso (Merger ! {resolve, His, names(State)}),
    keep(Node, Session, State).

%% Once both have resolved what was to be.
conclude(Node, Session = #session{ops = Ops, answer = {HisOps, HisNodes}, lock = Lock}, State = #state{known = Known})
  when is_list(Ops) ->
    All = Ops ++ HisOps,
    New = [Node | [N || {N, _} <- HisNodes]],
    [cast(K, {new_nodes, node(), All, [], [{N, ?VERSION} || N <- New], [{vsn, ?VERSION}, {lock, Lock}]}) || K <- Known],
    Session#session.merger ! done,
    Done = State#state{sessions = maps:remove(Node, State#state.sessions), known = [Node | lists:delete(Node, Known)]},
    learn(New, lists:foldl(fun apply_op/2, Done, All));
conclude(Node, Session, State) ->
    keep(Node, Session, State).

%% These have the same table by what another node has done.
learn(Nodes, State = #state{known = Known}) ->
    New = [Node || Node <- lists:usort(Nodes), Node =/= node(), not lists:member(Node, Known)],
    [system(fun() -> introduce(Node) end) || Node <- New],
    synced(lists:foldl(fun cancel/2, State#state{known = New ++ Known}, New)).

introduce(Node) ->
    case net_kernel:connect_node(Node) of
        true -> cast(Node, {in_sync, node(), true});
        _ -> cast(node(), {unreachable, Node})
    end.

synced(State = #state{known = Known, syncing = Syncing}) ->
    Up = nodes(),
    Waits = fun({From, Nodes}) ->
        Left = [Node || Node <- Nodes, lists:member(Node, Up), not lists:member(Node, Known)],
        Left =/= [] orelse (gen:reply(From, ok) =/= ok)
    end,
    State#state{syncing = lists:filter(Waits, Syncing)}.

system(Fun) ->
    Pid = spawn(Fun),
    console:system(Pid),
    Pid.

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
    receive done -> del_lock(Id, Nodes) end.

%% By number, then by node: the order that both agree on.
in_order(Pid, Pid2) ->
    case place(Pid) < place(Pid2) of
        true -> [Pid, Pid2];
        false -> [Pid2, Pid]
    end.

place(Pid) ->
    [_, Number, Serial] = string:lexemes(pid_to_list(Pid), "<.>"),
    {list_to_integer(Serial), list_to_integer(Number), node(Pid)}.

%% Both hold the lock in the end: whoever has it first tells the other, who sets it where he alone knows nodes.
agree(Node, HisTag, Id, Times) ->
    Known = known(),
    case lock_for(Node, [Node, node() | Known], Known, HisTag, Id) of
        {true, Nodes} ->
            receive
                {lock_set, true} -> Nodes;
                {lock_set, false} -> del_lock(Id, Nodes), again(Node, HisTag, Id, pause(Times), Times)
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
                    cast(Node, {lock_set, self(), false, Known, HisTag}),
                    again(Node, HisTag, Id, pause(Times), Times)
            end
    after Pause ->
        agree(Node, HisTag, Id, Times + 1)
    end.

lock_for(Node, Nodes, Known, HisTag, Id) ->
    case lock_each(Id, lists:usort(Nodes), []) of
        true ->
            cast(Node, {lock_set, self(), true, Known, HisTag}),
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
                case choose(MyMethod, Name, HisPid, MyPid) of
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

choose(Method, Name, Pid, Pid2) ->
    try
        case Method of
            {M, F} -> M:F(Name, Pid, Pid2);
            _ ->
                %% A fun of OTP's global is the default, which has another number there.
                case {erlang:fun_info(Method, module), erlang:fun_info(Method, type)} of
                    {{_, ?MODULE}, {_, local}} -> random_exit_name(Name, Pid, Pid2);
                    _ -> Method(Name, Pid, Pid2)
                end
        end
    catch
        _:_ -> none
    end.
