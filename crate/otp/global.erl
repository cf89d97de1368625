%% Names that hold on all connected nodes. Each node has a name server with the whole table; a name is given while a lock is
%% held on every node, so that two registrations cannot cross. Nodes that meet put their tables together under the same lock,
%% and where both have given a name to different processes, the name's resolve function decides.
%%
%% The servers of this runtime talk to each other in their own words, not in those of OTP's.
-module(global).
-export([register_name/2, register_name/3, re_register_name/2, re_register_name/3, unregister_name/1, whereis_name/1,
         registered_names/0, send/2, sync/0, trans/2, trans/3, trans/4, set_lock/1, set_lock/2, set_lock/3, del_lock/1,
         del_lock/2, random_exit_name/3, random_notify_name/3, notify_all_name/3, disconnect/0]).
-export([start/0, init/0, loop/1, merge/0]).

-define(SERVER, global_name_server).

%% names: #{Name => {Pid, Method, Monitor}}; locks: #{Id => [Holder]}, a holder is {Requester, Pid, Monitor}.
-record(state, {names = #{}, locks = #{}, merging, again = false}).

%% --- names

register_name(Name, Pid) -> register_name(Name, Pid, fun random_exit_name/3).
register_name(Name, Pid, Method) when is_pid(Pid) ->
    locked(fun(Nodes) ->
        case whereis_name(Name) of
            undefined -> give(Nodes, Name, Pid, Method), yes;
            _ -> no
        end
    end).

re_register_name(Name, Pid) -> re_register_name(Name, Pid, fun random_exit_name/3).
re_register_name(Name, Pid, Method) when is_pid(Pid) ->
    locked(fun(Nodes) -> give(Nodes, Name, Pid, Method), yes end).

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

locked(Fun) ->
    Nodes = [node() | nodes()],
    trans({global, self()}, fun() -> Fun(Nodes) end, Nodes).

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
set_lock({_, _} = Id, Nodes, Retries) -> set_lock(Id, lists:usort(Nodes), Retries, 1).

%% On the nodes in one order for everybody, so that nobody waits in a circle.
set_lock(Id, Nodes, Retries, Times) ->
    case lock_each(Id, Nodes, []) of
        true -> true;
        false when Retries =:= 0 -> false;
        false ->
            timer:sleep(rand:uniform(min(Times, 8) * 25)),
            set_lock(Id, Nodes, less(Retries), Times + 1)
    end.

less(infinity) -> infinity;
less(Retries) -> Retries - 1.

lock_each(_, [], _) -> true;
lock_each(Id, [Node | Nodes], Locked) ->
    case call(Node, {lock, Id, self()}) of
        false -> del_lock(Id, Locked), false;
        %% A node that is lost needs no lock.
        _ -> lock_each(Id, Nodes, [Node | Locked])
    end.

del_lock(Id) -> del_lock(Id, [node() | nodes()]).
del_lock(Id, Nodes) ->
    lists:foreach(fun(Node) -> {?SERVER, Node} ! {unlock, Id, self()} end, Nodes),
    true.

%% --- calls of name servers

call(Node, Request) ->
    %% Without distribution the server starts when it is first asked.
    is_alive() orelse whereis(?SERVER) =/= undefined orelse start(),
    Monitor = monitor(process, {?SERVER, Node}),
    {?SERVER, Node} ! {request, self(), Monitor, Request},
    answer(Monitor).

answer(Monitor) ->
    receive
        {Monitor, Answer} -> demonitor(Monitor, [flush]), Answer;
        {'DOWN', Monitor, _, _, _} -> lost
    end.

multi_call(Nodes, Request) ->
    Monitors = [begin
                    Monitor = monitor(process, {?SERVER, Node}),
                    {?SERVER, Node} ! {request, self(), Monitor, Request},
                    Monitor
                end || Node <- Nodes],
    [answer(Monitor) || Monitor <- Monitors].

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
    {Answer, NewState} = serve(Request, State),
    From ! {Tag, Answer},
    NewState;
handle({unlock, {Id, Requester}, Pid}, State) ->
    release(Id, fun({R, P, _}) -> {R, P} =:= {Requester, Pid} end, State);
handle({nodeup, Node}, State) ->
    %% Who knows this node should know that one too.
    {?SERVER, Node} ! {neighbours, nodes()},
    start_merge(State);
handle({neighbours, Nodes}, State) ->
    case [Node || Node <- Nodes, Node =/= node(), not lists:member(Node, nodes())] of
        [] -> ok;
        Strangers -> system(fun() -> lists:foreach(fun net_kernel:connect_node/1, Strangers) end)
    end,
    State;
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

serve({whereis, Name}, State = #state{names = Names}) ->
    case Names of
        #{Name := {Pid, _, _}} -> {Pid, State};
        _ -> {undefined, State}
    end;
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
        Holders -> {true, State#state{locks = Locks#{Id => [{Requester, Pid, monitor(process, Pid)} | Holders]}}}
    end;
serve(_, State) ->
    {error, State}.

give_here(Name, Pid, Method, State = #state{names = Names}) ->
    State#state{names = Names#{Name => {Pid, Method, monitor(process, Pid)}}}.

take_here(Name, State = #state{names = Names}) ->
    case Names of
        #{Name := {_, _, Monitor}} -> demonitor(Monitor, [flush]), State#state{names = maps:remove(Name, Names)};
        _ -> State
    end.

%% One hold of the lock ends, the latest that fits; requesters may hold it several times.
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
    Nodes = [node() | nodes()],
    trans({global, self()}, fun() ->
        Tables = [Table || Table <- multi_call(Nodes, names), is_list(Table)],
        Union = lists:foldl(fun add/2, #{}, lists:append(Tables)),
        multi_call(Nodes, {adopt, [{Name, Pid, Method} || {Name, {Pid, Method}} <- maps:to_list(Union), Pid =/= none]})
    end, Nodes),
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
        case Method of
            {M, F} -> M:F(Name, Pid, Pid2);
            _ -> Method(Name, Pid, Pid2)
        end
    of
        Pid -> Pid;
        Pid2 -> Pid2;
        _ -> none
    catch
        _:_ -> none
    end.
