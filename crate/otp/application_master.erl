%% The master of a running application: group leader of all its processes, which is how they are known to belong to it.
%% It passes on what they print, ends when the top supervisor does, and stops what is left.
-module(application_master).
-export([start/4, init/4]).

%% In a process of its own, because the application's start function may take its time.
start(Controller, Name, Callback, Phases) ->
    process_flag(trap_exit, true),
    Master = proc_lib:spawn_link(?MODULE, init, [Controller, self(), Name, {Callback, Phases}]),
    receive
        {Master, ready} -> unlink(Master);
        {'EXIT', Master, _} -> ok
    end.

init(Controller, Starter, Name, {Callback, Phases}) ->
    process_flag(trap_exit, true),
    link(Controller),
    console:system(self()),
    Leader = group_leader(),
    Controller ! {master, Name, self()},
    Master = self(),
    Child = spawn_link(fun() -> start_it_old(Master, Callback, normal, Phases) end),
    case wait(Child, Leader) of
        ok ->
            Controller ! {started, Name, self()},
            Starter ! {self(), ready},
            loop(Controller, Child, Leader);
        {error, Reason} ->
            exit(Reason)
    end.

wait(Child, Leader) ->
    receive
        {io_request, _, _, _} = Request -> Leader ! Request, wait(Child, Leader);
        {Child, Result} -> Result
    end.

loop(Controller, Child, Leader) ->
    receive
        {io_request, _, _, _} = Request ->
            Leader ! Request,
            loop(Controller, Child, Leader);
        {Controller, terminate} ->
            Child ! {self(), terminate},
            loop(Controller, Child, Leader);
        {'EXIT', Child, Reason} ->
            terminate(Reason);
        _ ->
            loop(Controller, Child, Leader)
    end.

%% What still has this group leader is of the application.
terminate(Reason) ->
    Left = [Pid || Pid <- processes(), Pid =/= self(), process_info(Pid, group_leader) =:= {group_leader, self()}],
    [exit(Pid, kill) || Pid <- Left],
    exit(Reason).

%% --- the process between master and top supervisor: the supervisor's parent

start_it_old(Master, {Module, Args}, Type, Phases) ->
    process_flag(trap_exit, true),
    group_leader(Master, self()),
    case catch Module:start(Type, Args) of
        {ok, Pid} when is_pid(Pid) -> started(Master, Pid, Module, Type, [], Phases);
        {ok, Pid, State} when is_pid(Pid) -> started(Master, Pid, Module, Type, State, Phases);
        {error, Reason} -> Master ! {self(), {error, {Reason, {Module, start, [Type, Args]}}}};
        {'EXIT', normal} = Exit -> Master ! {self(), {error, {Exit, {Module, start, [Type, Args]}}}};
        Other -> Master ! {self(), {error, {bad_return, {{Module, start, [Type, Args]}, Other}}}}
    end.

started(Master, Pid, Module, Type, State, Phases) ->
    case start_phases(Module, Type, Phases) of
        ok ->
            Master ! {self(), ok},
            supervise(Master, Pid, Module, State);
        Error ->
            Master ! {self(), Error}
    end.

%% When the processes are there, the application is told of each of its start phases in turn.
start_phases(_, _, []) ->
    ok;
start_phases(Module, Type, [{Phase, Args} | Phases]) ->
    case catch Module:start_phase(Phase, Type, Args) of
        ok -> start_phases(Module, Type, Phases);
        {error, Reason} -> {error, {Reason, {Module, start_phase, [Phase, Type, Args]}}};
        Other -> {error, {bad_return_value, {{Module, start_phase, [Phase, Type, Args]}, Other}}}
    end.

supervise(Master, Pid, Module, State) ->
    receive
        {Master, terminate} ->
            Prepared = prepare_stop(Module, State),
            exit(Pid, shutdown),
            receive {'EXIT', Pid, _} -> ok end,
            catch Module:stop(Prepared),
            exit(normal);
        {'EXIT', Pid, Reason} ->
            Prepared = prepare_stop(Module, State),
            catch Module:stop(Prepared),
            exit(Reason);
        _ ->
            supervise(Master, Pid, Module, State)
    end.

prepare_stop(Module, State) ->
    case catch Module:prep_stop(State) of
        {'EXIT', _} -> State;
        Prepared -> Prepared
    end.
