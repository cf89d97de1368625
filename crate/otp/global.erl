%% Names that hold on all connected nodes. Each node has a name server with the whole table; a name is given while a lock is
%% held on every node, so that two registrations cannot cross. Nodes that meet put their tables together under the same lock,
%% and where both have given a name to different processes, the name's resolve function decides.
%%
%% Parts of a broken network do not overlap: when two nodes lose each other, those still connected to both let both go, so
%% that of all that are left everybody is connected to everybody (OTP's kernel parameter prevent_overlapping_partitions,
%% which is on by default).
%%
%% The servers of this runtime talk to each other in their own words, not in those of OTP's.
-module(global).
-export([register_name/2, register_name/3, re_register_name/2, re_register_name/3, unregister_name/1, whereis_name/1,
         registered_names/0, send/2, sync/0, trans/2, trans/3, trans/4, set_lock/1, set_lock/2, set_lock/3, del_lock/1,
         del_lock/2, random_exit_name/3, random_notify_name/3, notify_all_name/3, disconnect/0]).
-export([start/0, init/0, loop/1, merge/0]).

-define(SERVER, global_name_server).

%% names: #{Name => {Pid, Method, Monitor}}; locks: #{Id => [Holder]}, a holder is {Requester, Pid, Monitor}.
%% peers: #{Node => Pid of its name server}, which tells a node from the one that had its name before; leaving: #{Node =>
%% asked | let_go}, nodes that have been asked to disconnect this one, or that this one disconnects, and are not gone yet.
-record(state, {names = #{}, locks = #{}, merging, again = false, peers = #{}, leaving = #{}}).

%% --- names

register_name(Name, Pid) when is_pid(Pid) -> register_name(Name, Pid, fun random_exit_name/3).
register_name(Name, Pid, Given) when is_pid(Pid) ->
    Method = allow_tuple_fun(Given),
    locked(fun(Nodes) ->
        case {whereis_name(Name), call(node(), {names_of, Pid})} of
            {undefined, []} -> give(Nodes, Name, Pid, Method), yes;
            {undefined, Names} ->
                error_logger:error_msg("global: ~w registered under several names: ~tw~n", [Pid, [Name | Names]]),
                no;
            _ -> no
        end
    end).

re_register_name(Name, Pid) when is_pid(Pid) -> re_register_name(Name, Pid, fun random_exit_name/3).
re_register_name(Name, Pid, Given) when is_pid(Pid) ->
    Method = allow_tuple_fun(Given),
    locked(fun(Nodes) -> give(Nodes, Name, Pid, Method), yes end).

allow_tuple_fun({M, F}) when is_atom(M), is_atom(F) -> fun M:F/3;
allow_tuple_fun(Fun) when is_function(Fun, 3) -> Fun.

unregister_name(Name) ->
    case whereis_name(Name) of
        undefined -> ok;
        _ -> locked(fun(Nodes) -> multi_call(Nodes, {take, Name}), ok end)
    end.

whereis_name(Name) -> call(node(), {whereis, Name}).

registered_names() -> call(node(), names_only).

send(Name, Message) ->
    case whereis_name(Name) of
        Pid when is_pid(Pid) -> Pid ! Message, Pid;
        undefined -> exit({badarg, {Name, Message}})
    end.

give(Nodes, Name, Pid, Method) -> multi_call(Nodes, {give, Name, Pid, Method}).

%% Runs Fun, which is told the nodes, with the lock on all that are connected. Those that came while this waited for the
%% lock have put their table together with the others' by then, and must not be passed over; those that went are not called.
locked(Fun) -> locked(Fun, 1).
locked(Fun, Times) ->
    Nodes = [node() | nodes()],
    Attempt = fun() ->
        case nodes() -- Nodes of
            [] -> {done, Fun(Nodes)};
            _ -> aborted
        end
    end,
    case trans({global, self()}, Attempt, Nodes, 0) of
        {done, Result} -> Result;
        aborted -> back_off(Times), locked(Fun, Times + 1)
    end.

%% Waits until the tables of all connected nodes are one.
sync() ->
    merge(),
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
set_lock(Id, Nodes, Retries) when Retries =:= infinity; is_integer(Retries), Retries >= 0 ->
    set_lock(Id, Nodes, Retries, 1).

%% On the nodes in one order for everybody, so that nobody waits in a circle.
set_lock({_, _} = Id, Nodes, Retries, Times) ->
    _ = lists:member(node(), Nodes),
    case lock_each(Id, lists:usort(Nodes), []) of
        true -> true;
        false when Retries =:= 0 -> false;
        false ->
            back_off(Times),
            set_lock(Id, Nodes, less(Retries), Times + 1)
    end.

back_off(Times) -> timer:sleep(rand:uniform(min(Times, 8) * 25)).

less(infinity) -> infinity;
less(Retries) -> Retries - 1.

lock_each(_, [], _) -> true;
lock_each(Id, [Node | Nodes], Locked) ->
    %% Locks of others than this module may name nodes that are not connected yet.
    element(1, Id) =:= ?MODULE orelse net_kernel:connect_node(Node),
    case call(Node, {lock, Id, self()}) of
        false -> del_lock(Id, Locked), false;
        %% A node that is lost needs no lock.
        _ -> lock_each(Id, Nodes, [Node | Locked])
    end.

del_lock(Id) -> del_lock(Id, [node() | nodes()]).
del_lock({_, _} = Id, Nodes) ->
    %% To lost ones too, and with a connection made for it: the request to lock may have got there before the connection
    %% was lost, to be served when there is one again.
    lists:foreach(fun(Node) -> {?SERVER, Node} ! {unlock, Id, self()} end, Nodes),
    true.

%% --- calls of name servers: of those that are connected

%% Never connects.
tell(Node, Message) ->
    _ = erlang:send({?SERVER, Node}, Message, [noconnect]),
    ok.

call(Node, Request) ->
    %% Without distribution the server starts when it is first asked.
    is_alive() orelse whereis(?SERVER) =/= undefined orelse start(),
    answer(ask(Node, Request)).

ask(Node, Request) ->
    case Node =:= node() orelse lists:member(Node, nodes(connected)) of
        true ->
            Monitor = monitor(process, {?SERVER, Node}),
            {?SERVER, Node} ! {request, self(), Monitor, Request},
            Monitor;
        false ->
            lost
    end.

answer(lost) -> lost;
answer(Monitor) ->
    receive
        {Monitor, Answer} -> demonitor(Monitor, [flush]), Answer;
        {'DOWN', Monitor, _, _, _} -> lost
    end.

multi_call(Nodes, Request) ->
    [answer(Asked) || Asked <- [ask(Node, Request) || Node <- Nodes]].

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

handle({request, From, Tag, Request}, State) ->
    {Answer, NewState} = case may(From, Request, State) of
        true -> serve(Request, State);
        false -> {no_lock, State}
    end,
    From ! {Tag, Answer},
    NewState;
handle({unlock, {Id, Requester}, Pid}, State) ->
    release(Id, fun({R, P, _}) -> {R, P} =:= {Requester, Pid} end, State);
handle({nodeup, Node}, State) ->
    tell(Node, {hello, node(), self()}),
    start_merge(State);
%% Who knows this node should know those too that this server knows by now.
handle({hello, Node, Pid}, State = #state{peers = Peers}) ->
    map_size(Peers) > 0 andalso tell(Node, {neighbours, maps:to_list(Peers)}),
    State#state{peers = Peers#{Node => Pid}};
handle({neighbours, Neighbours}, State) ->
    case [Stranger || Stranger = {Other, _} <- Neighbours, Other =/= node(), not lists:member(Other, nodes())] of
        [] -> ok;
        Strangers -> Server = self(), system(fun() -> lists:foreach(fun(One) -> meet(One, Server) end, Strangers) end)
    end,
    State;
handle({unreachable, Node, Pid}, State) ->
    report_lost(Node, Pid),
    State;
handle({nodedown, Node}, State = #state{peers = Peers, leaving = Leaving}) ->
    %% Who lets go stays where it is; that the other is gone is for the other to tell.
    case Leaving of
        #{Node := let_go} -> ok;
        _ -> report_lost(Node, maps:get(Node, Peers, unknown))
    end,
    State#state{peers = maps:remove(Node, Peers), leaving = maps:remove(Node, Leaving)};
handle({lost_connection, Node, Pid}, State = #state{peers = Peers, leaving = Leaving}) ->
    case Peers of
        #{Node := Known} when not is_map_key(Node, Leaving), Known =:= Pid orelse Pid =:= unknown ->
            logger:warning("'global' at node ~p requested disconnect from node ~p in order to prevent overlapping "
                           "partitions", [node(), Node]),
            tell(Node, {let_go, node()}),
            State#state{leaving = Leaving#{Node => asked}};
        _ -> State
    end;
handle({let_go, Node}, State = #state{leaving = Leaving}) ->
    case lists:member(Node, nodes()) of
        true ->
            logger:warning("'global' at node ~p disconnected node ~p in order to prevent overlapping partitions",
                           [node(), Node]),
            erlang:disconnect_node(Node),
            State#state{leaving = Leaving#{Node => let_go}};
        false -> State
    end;
handle({'DOWN', Monitor, process, _, _}, State = #state{merging = {_, Monitor}, again = Again}) ->
    Rested = State#state{merging = undefined, again = false},
    case Again of
        true -> start_merge(Rested);
        false -> Rested
    end;
handle({'DOWN', Monitor, process, Pid, _}, State = #state{names = Names, locks = Locks}) ->
    Kept = maps:filter(fun(_, {_, _, M}) -> M =/= Monitor end, Names),
    Gone = fun({_, P, _}) -> P =:= Pid end,
    lists:foldl(fun(Id, S) -> release(Id, Gone, S) end, State#state{names = Kept}, maps:keys(Locks));
handle(_, State) ->
    State.

%% Who changes the table must have the lock here still: it is gone when the connection was lost in between.
may(From, Request, #state{locks = Locks}) when element(1, Request) =:= give; element(1, Request) =:= take;
                                              element(1, Request) =:= adopt ->
    lists:keymember(From, 2, maps:get(global, Locks, []));
may(_, _, _) -> true.

serve({whereis, Name}, State = #state{names = Names}) ->
    case Names of
        #{Name := {Pid, _, _}} -> {Pid, State};
        _ -> {undefined, State}
    end;
serve({names_of, Pid}, State = #state{names = Names}) ->
    {[Name || {Name, {P, _, _}} <- maps:to_list(Names), P =:= Pid], State};
serve(names_only, State = #state{names = Names}) ->
    {maps:keys(Names), State};
serve(names, State = #state{names = Names}) ->
    {[{Name, Pid, Method} || {Name, {Pid, Method, _}} <- maps:to_list(Names)], State};
serve({give, Name, Pid, Method}, State) ->
    {yes, give_here(Name, Pid, Method, take_here(Name, State))};
serve({take, Name}, State) ->
    {ok, take_here(Name, State)};
serve({adopt, Table}, State = #state{names = Names}) ->
    Empty = lists:foldl(fun take_here/2, State, maps:keys(Names)),
    {ok, lists:foldl(fun({Name, Pid, Method}, S) -> give_here(Name, Pid, Method, S) end, Empty, Table)};
serve({lock, {Id, Requester}, Pid}, State = #state{locks = Locks}) ->
    case maps:get(Id, Locks, []) of
        [{Other, _, _} | _] when Other =/= Requester -> {false, State};
        Holders ->
            case lists:any(fun({_, P, _}) -> P =:= Pid end, Holders) of
                true -> {true, State};
                false -> {true, State#state{locks = Locks#{Id => [{Requester, Pid, monitor(process, Pid)} | Holders]}}}
            end
    end;
serve(_, State) ->
    {error, State}.

%% Connects to a neighbour's neighbour. One that cannot be reached counts as lost.
meet({Node, Pid}, Server) ->
    case net_kernel:connect_node(Node) of
        true -> ok;
        _ ->
            logger:warning("'global' at ~p failed to connect to ~p~n", [node(), Node]),
            Server ! {unreachable, Node, Pid}
    end.

report_lost(Node, Pid) ->
    may_overlap() orelse lists:foreach(fun(Other) -> tell(Other, {lost_connection, Node, Pid}) end, nodes() -- [Node]).

%% The kernel parameter. Without the controller nobody can have changed it.
may_overlap() ->
    whereis(application_controller) =/= undefined andalso
        application:get_env(kernel, prevent_overlapping_partitions) =:= {ok, false}.

give_here(Name, Pid, Method, State = #state{names = Names}) ->
    State#state{names = Names#{Name => {Pid, Method, monitor(process, Pid)}}}.

take_here(Name, State = #state{names = Names}) ->
    case Names of
        #{Name := {_, _, Monitor}} -> demonitor(Monitor, [flush]), State#state{names = maps:remove(Name, Names)};
        _ -> State
    end.

%% One hold of the lock ends, the latest that fits; several processes may hold it for one requester.
release(Id, Fits, State = #state{locks = Locks}) ->
    case lists:splitwith(fun(Holder) -> not Fits(Holder) end, maps:get(Id, Locks, [])) of
        {_, []} -> State;
        {Before, [{_, _, Monitor} | After]} ->
            demonitor(Monitor, [flush]),
            case Before ++ After of
                [] -> State#state{locks = maps:remove(Id, Locks)};
                Holders -> State#state{locks = Locks#{Id => Holders}}
            end
    end.

%% --- putting tables together

%% Of two nodes that meet, the one with the smaller name does it.
start_merge(State = #state{merging = undefined}) ->
    case lists:min([node() | nodes()]) =:= node() of
        true -> State#state{merging = system(fun() -> merge() end)};
        false -> State
    end;
start_merge(State) ->
    State#state{again = true}.

system(Fun) ->
    {Pid, Monitor} = spawn_monitor(Fun),
    console:system(Pid),
    {Pid, Monitor}.

merge() ->
    locked(fun(Nodes) ->
        Tables = [{Node, Table} || {Node, Table} <- lists:zip(Nodes, multi_call(Nodes, names)), is_list(Table)],
        {Present, Named} = lists:unzip(Tables),
        Union = lists:foldl(fun add/2, #{}, lists:append(Named)),
        multi_call(Present, {adopt, [{Name, Pid, Method} || {Name, {Pid, Method}} <- maps:to_list(Union), Pid =/= none]})
    end),
    ok.

add({Name, Pid, Method}, Union) ->
    case Union of
        #{Name := {Pid, _}} -> Union;
        #{Name := {none, _}} -> Union;
        #{Name := {Other, _}} -> Union#{Name => {resolve(Method, Name, Other, Pid), Method}};
        _ -> Union#{Name => {Pid, Method}}
    end.

resolve(Method, Name, Pid, Pid2) ->
    try
        Method(Name, Pid, Pid2)
    of
        Pid -> Pid;
        Pid2 -> Pid2;
        _ -> none
    catch
        _:_ -> none
    end.
