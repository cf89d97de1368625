%% Names that hold on all connected nodes. Each node has a name server with the whole table; a name is given while a lock is
%% held on every node, so that two registrations cannot cross.
%%
%% Here are the functions for everybody and the server. What servers do when nodes meet and part is global_meet's, of which
%% there are two: among nodes of one world the library's, among real nodes one that speaks the words of OTP's servers.
-module(global).
-export([register_name/2, register_name/3, re_register_name/2, re_register_name/3, unregister_name/1, whereis_name/1,
         registered_names/0, send/2, sync/0, trans/2, trans/3, trans/4, set_lock/1, set_lock/2, set_lock/3, del_lock/1,
         del_lock/2, random_exit_name/3, random_notify_name/3, notify_all_name/3, disconnect/0]).
%% For global_meet.
-export([locked/1, lock_each/2, unlock/2, call/2, multi_call/1, cast/2, choose/4, system/1]).
-export([start/0, init/0, loop/1]).

-define(SERVER, global_name_server).

%% --- names

register_name(Name, Pid) when is_pid(Pid) -> register_name(Name, Pid, fun random_exit_name/3).
register_name(Name, Pid, Given) when is_pid(Pid) ->
    Method = allow_tuple_fun(Given),
    Result = locked(fun(Nodes) ->
        case {whereis_name(Name), call(node(), {names_of, Pid})} of
            {undefined, []} ->
                case global_meet:is_free(Name, Nodes) of
                    true -> give(Nodes, Name, Pid, Method);
                    false -> unsettled
                end;
            {undefined, Names} ->
                error_logger:error_msg("global: ~w registered under several names: ~tw~n", [Pid, [Name | Names]]),
                no;
            _ -> no
        end
    end),
    case Result of
        unsettled -> sync(), register_name(Name, Pid, Method);
        _ -> Result
    end.

re_register_name(Name, Pid) when is_pid(Pid) -> re_register_name(Name, Pid, fun random_exit_name/3).
re_register_name(Name, Pid, Given) when is_pid(Pid) ->
    Method = allow_tuple_fun(Given),
    locked(fun(Nodes) -> give(Nodes, Name, Pid, Method) end).

allow_tuple_fun({M, F}) when is_atom(M), is_atom(F) -> fun M:F/3;
allow_tuple_fun(Fun) when is_function(Fun, 3) -> Fun.

unregister_name(Name) ->
    case whereis_name(Name) of
        undefined -> ok;
        _ -> locked(fun(Nodes) -> call_all(Nodes, {unregister, Name}), ok end)
    end.

whereis_name(Name) -> call(node(), {whereis, Name}).

registered_names() -> call(node(), registered_names).

send(Name, Message) ->
    case whereis_name(Name) of
        Pid when is_pid(Pid) -> Pid ! Message, Pid;
        undefined -> exit({badarg, {Name, Message}})
    end.

give(Nodes, Name, Pid, Method) ->
    call_all(Nodes, {register, Name, Pid, Method}),
    yes.

%% Runs Fun, which is told the nodes, with the lock on all that share the table. Who has come by the time they are locked must
%% not be passed over.
locked(Fun) -> locked(Fun, 1).
locked(Fun, Times) ->
    Id = {?MODULE, self()},
    Nodes = global_meet:sharing(),
    Result = case lock_each(global_meet:names_lock(Id, Nodes), Nodes) of
        true ->
            try global_meet:sharing() of
                Nodes -> {done, Fun(Nodes)};
                _ -> again
            after
                unlock(Id, Nodes)
            end;
        false -> again
    end,
    case Result of
        {done, Value} -> Value;
        again -> pause(Times), locked(Fun, Times + 1)
    end.

%% Waits until the tables of all connected nodes are one.
sync() -> global_meet:sync().

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

%% Which of the two a name's function wants to have it, or none.
choose(Method, Name, Pid, Pid2) ->
    try resolve(Method, Name, Pid, Pid2) of
        Pid -> Pid;
        Pid2 -> Pid2;
        _ -> none
    catch
        _:_ -> none
    end.

resolve({Module, Function}, Name, Pid, Pid2) -> Module:Function(Name, Pid, Pid2);
resolve(Method, Name, Pid, Pid2) ->
    case {erlang:fun_info(Method, module), erlang:fun_info(Method, type)} of
        %% From another system's global it is the default, which has another number there.
        {{_, ?MODULE}, {_, local}} -> random_exit_name(Name, Pid, Pid2);
        _ -> Method(Name, Pid, Pid2)
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

set_lock({_, _} = Id, Nodes, Retries, Times) ->
    _ = lists:member(node(), Nodes),
    %% They may be nodes that are not connected yet. One that is lost needs no lock.
    [net_kernel:connect_node(Node) || Node <- Nodes, Node =/= node()],
    case lock_each({set_lock, Id}, [Node || Node <- Nodes, is_connected(Node)]) of
        true -> true;
        false when Retries =:= 0 -> false;
        false -> pause(Times), set_lock(Id, Nodes, less(Retries), Times + 1)
    end.

pause(Times) -> timer:sleep(rand:uniform(min(Times, 16) * 25)).

less(infinity) -> infinity;
less(Retries) -> Retries - 1.

%% On the nodes in one order for everybody, so that nobody waits in a circle. All or none.
lock_each(Request, Nodes) -> lock_each(Request, lists:usort(Nodes), []).

lock_each(_, [], _) -> true;
lock_each(Request, [Node | Nodes], Locked) ->
    case call(Node, Request) of
        Answer when Answer =:= true; Answer =:= no_server -> lock_each(Request, Nodes, [Node | Locked]);
        _ -> unlock(element(2, Request), Locked), false
    end.

del_lock(Id) -> del_lock(Id, [node() | nodes()]).
del_lock({_, _} = Id, Nodes) -> unlock(Id, Nodes).

%% A node that is lost has dropped the locks of this one, or will when it hears of it.
unlock(Id, Nodes) ->
    call_all(Nodes, {del_lock, Id}),
    true.

%% --- calls of name servers: of those that are connected

%% Gives `lost' when the connection is, and `no_server' when there is none.
call(Node, Request) ->
    %% Without distribution the server starts when it is first asked.
    is_alive() orelse whereis(?SERVER) =/= undefined orelse start(),
    answer(ask(Node, Request)).

call_all(Nodes, Request) -> multi_call([{Node, Request} || Node <- Nodes]).

%% Calls [{Node, Request}] at the same time.
multi_call(Calls) ->
    Asked = [ask(Node, Request) || {Node, Request} <- Calls],
    [answer(Monitor) || Monitor <- Asked].

ask(Node, Request) ->
    case is_connected(Node) of
        true ->
            Monitor = monitor(process, {?SERVER, Node}),
            {?SERVER, Node} ! {'$gen_call', {self(), Monitor}, Request},
            Monitor;
        false -> lost
    end.

answer(lost) -> lost;
answer(Monitor) ->
    receive
        {Monitor, Answer} -> demonitor(Monitor, [flush]), Answer;
        {'DOWN', Monitor, _, _, noproc} -> no_server;
        {'DOWN', Monitor, _, _, _} -> lost
    end.

is_connected(Node) -> Node =:= node() orelse lists:member(Node, nodes(connected)).

%% What is said to a node that is lost must not call it again.
cast(Node, Message) -> tell({?SERVER, Node}, {'$gen_cast', Message}).

tell(To, Message) ->
    _ = erlang:send(To, Message, [noconnect]),
    ok.

%% --- the name server: its table, and what global_meet knows

start() ->
    Pid = spawn(?MODULE, init, []),
    true = register(?SERVER, Pid),
    console:system(Pid),
    Pid.

init() ->
    process_flag(trap_exit, true),
    net_kernel:monitor_nodes(true),
    loop({global_table:new(), global_meet:new()}).

loop(State) ->
    receive
        Message -> ?MODULE:loop(handle(Message, State))
    end.

handle({'$gen_call', From = {Pid, _}, Request}, State = {Table, Meeting}) ->
    case serve(Request, Pid, Table) of
        {Answer, NewTable} -> reply(From, Answer), {NewTable, Meeting};
        not_mine ->
            case global_meet:serve(Request, From, State) of
                {reply, Answer, NewState} -> reply(From, Answer), NewState;
                {noreply, NewState} -> NewState
            end
    end;
handle({nodedown, Node}, {Table, Meeting}) ->
    {Broken, NewTable} = global_table:lost(Node, Table),
    global_meet:handle({nodedown, Node}, broken(Broken, {NewTable, Meeting}));
handle({'DOWN', Monitor, process, Pid, _}, {Table, Meeting}) ->
    {Broken, NewTable} = global_table:ended(Monitor, Pid, Table),
    broken(Broken, {NewTable, Meeting});
handle(Message, State) ->
    global_meet:handle(Message, State).

%% Who had the lock for names has ended or is lost: what it did may be half done.
broken(Locks, State) ->
    case lists:member(?MODULE, Locks) of
        true -> global_meet:handle(half_done, State);
        false -> State
    end.

reply({_, [alias | _]} = From, Answer) -> gen:reply(From, Answer);
reply({To, Tag}, Answer) -> tell(To, {Tag, Answer}).

serve({whereis, Name}, _, Table) -> {global_table:find(Name, Table), Table};
serve(registered_names, _, Table) -> {global_table:names(Table), Table};
serve({names_of, Pid}, _, Table) -> {global_table:names_of(Pid, Table), Table};
serve({register, Name, Pid, Method}, From, Table) ->
    case global_meet:may_change(From, Table) of
        true -> {yes, global_table:insert(Name, Pid, Method, Table)};
        false -> {no_lock, Table}
    end;
serve({unregister, Name}, From, Table) ->
    case global_meet:may_change(From, Table) of
        true -> {ok, global_table:delete(Name, Table)};
        false -> {no_lock, Table}
    end;
serve({set_lock, {Id, Requester}}, From, Table) -> global_table:lock(Id, Requester, From, Table);
serve({del_lock, {Id, Requester}}, From, Table) -> {true, global_table:unlock(Id, Requester, From, Table)};
serve(_, _, _) -> not_mine.

system(Fun) ->
    Pid = spawn_link(Fun),
    console:system(Pid),
    Pid.
