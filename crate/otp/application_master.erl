%% The master of a running application: group leader of all its processes, which is how they are known to belong to it.
%% It passes on what they print, ends when the top supervisor does, and stops what is left.
-module(application_master).
-export([start/5, init/4]).

%% In a process of its own, because the application's start function may take its time.
start(Controller, Name, Type, Callback, Phases) ->
    process_flag(trap_exit, true),
    Master = proc_lib:spawn_link(?MODULE, init, [Controller, self(), Name, {Type, Callback, Phases}]),
    receive
        {Master, ready} -> unlink(Master);
        {'EXIT', Master, _} -> ok
    end.

init(Controller, Starter, Name, {Type, Callback, Phases}) ->
    process_flag(trap_exit, true),
    link(Controller),
    console:system(self()),
    Leader = group_leader(),
    Controller ! {master, Name, self()},
    Master = self(),
    Child = spawn_link(fun() -> start_it(Master, Callback, Type, Name, Phases) end),
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
            terminate(Reason, Controller);
        _ ->
            loop(Controller, Child, Leader)
    end.

%% What still has this group leader is of the application.
terminate(Reason, _Controller) ->
    Left = [Pid || Pid <- processes(), Pid =/= self(), process_info(Pid, group_leader) =:= {group_leader, self()}],
    [exit(Pid, kill) || Pid <- Left],
    exit(Reason).

%% --- the process between master and top supervisor: the supervisor's parent

start_it(Master, {Module, Args}, Type, Name, Phases) ->
    process_flag(trap_exit, true),
    group_leader(Master, self()),
    case Phases of
        [] -> start_it_old(Master, Module, Args, Type);
        _ -> start_it_new(Master, self(), Module, Args, Type, Name, Phases)
    end.

start_it_old(Master, Module, Args, Type) ->
    run(Master, Module, outcome(catch Module:start(Type, Args), {Module, start, [Type, Args]})).

start_it_new(Master, _Self, Module, Args, Type, Name, Phases) ->
    run(Master, Module, start_the_app(Module, Args, Type, Name, Phases)).

run(Master, Module, {ok, Pid, State}) ->
    Master ! {self(), ok},
    supervise(Master, Pid, Module, State);
run(Master, _, Error) ->
    Master ! {self(), Error}.

start_the_app(Module, Args, Type, Name, Phases) ->
    case start_supervisor(Module, Args, Type) of
        {ok, Pid, _} = Started ->
            case application_starter:start(Phases, Type, [{Name, Module}]) of
                ok ->
                    Started;
                Error ->
                    %% As in OTP, what runs already is left alone.
                    unlink(Pid),
                    Error
            end;
        Error ->
            Error
    end.

start_supervisor(Module, Args, Type) ->
    outcome(catch Module:start(Type, Args), {Module, start, [Type, Args]}).

outcome({ok, Pid}, _) when is_pid(Pid) -> {ok, Pid, []};
outcome({ok, Pid, State}, _) when is_pid(Pid) -> {ok, Pid, State};
outcome({error, Reason}, Call) -> {error, {Reason, Call}};
outcome({'EXIT', normal} = Exit, Call) -> {error, {Exit, Call}};
outcome(Other, Call) -> {error, {bad_return, {Call, Other}}}.

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
