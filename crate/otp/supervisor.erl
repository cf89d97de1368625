%% A supervisor starts processes by their child specifications, restarts those that end when they should not, and stops
%% them all, the last first, when it ends itself. It is a gen_server whose state holds the children; they are linked
%% to it, and their ends come as 'EXIT' messages.
-module(supervisor).
-behaviour(gen_server).
-export([start_link/2, start_link/3, start_child/2, restart_child/2, delete_child/2, terminate_child/2,
         which_children/1, count_children/1, get_childspec/2, check_childspecs/1, check_childspecs/2,
         get_callback_module/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2, code_change/3, format_status/2,
         format_log/1, format_log/2]).
%% For supervisor_bridge.
-export([report_sentences/2]).

-callback init(Args :: term()) -> {ok, {SupFlags :: map() | tuple(), [ChildSpec :: map() | tuple()]}} | ignore.

%% A child's pid is undefined while it is stopped, and {restarting, OldPid} while its restart is tried again.
-record(child, {pid = undefined, id, mfargs, restart_type, significant, shutdown, child_type, modules}).

%% children: the ids, last started first, and the children by id. With simple_one_for_one there is one child, a pattern,
%% and the processes started from it are in dynamics, with their arguments. restarts: when children were restarted.
-record(state, {name, strategy, children = {[], #{}}, dynamics = undefined, intensity, period, restarts = [],
                dynamic_restarts = 0, auto_shutdown, module, args}).

%% --- for callers

start_link(Module, Args) -> gen_server:start_link(?MODULE, {self, Module, Args}, []).
start_link(Name, Module, Args) -> gen_server:start_link(Name, ?MODULE, {Name, Module, Args}, []).

start_child(Supervisor, SpecOrArgs) -> call(Supervisor, {start_child, SpecOrArgs}).
restart_child(Supervisor, Id) -> call(Supervisor, {restart_child, Id}).
delete_child(Supervisor, Id) -> call(Supervisor, {delete_child, Id}).
terminate_child(Supervisor, IdOrPid) -> call(Supervisor, {terminate_child, IdOrPid}).
which_children(Supervisor) -> call(Supervisor, which_children).
count_children(Supervisor) -> call(Supervisor, count_children).
get_childspec(Supervisor, IdOrPid) -> call(Supervisor, {get_childspec, IdOrPid}).
get_callback_module(Pid) -> (sys:get_state(Pid))#state.module.

call(Supervisor, Request) -> gen_server:call(Supervisor, Request, infinity).

check_childspecs(Specs) -> check_childspecs(Specs, undefined).

check_childspecs(Specs, AutoShutdown)
  when is_list(Specs), AutoShutdown =:= undefined orelse AutoShutdown =:= never orelse
       AutoShutdown =:= any_significant orelse AutoShutdown =:= all_significant ->
    case children_of(Specs, AutoShutdown) of
        {ok, _} -> ok;
        {error, Reason} -> {error, Reason}
    end;
check_childspecs(Specs, _) when not is_list(Specs) -> {error, {badarg, Specs}};
check_childspecs(_, AutoShutdown) -> {error, {badarg, AutoShutdown}}.

%% --- starting

init({Name, Module, Args}) ->
    process_flag(trap_exit, true),
    case Module:init(Args) of
        {ok, {Flags, Specs}} ->
            Shown = case Name of self -> {self(), Module}; _ -> Name end,
            case with_flags(Flags, #state{name = Shown, module = Module, args = Args}) of
                {ok, State} -> init_children(State, Specs);
                {error, Reason} -> {stop, {supervisor_data, Reason}}
            end;
        ignore -> ignore;
        Other -> {stop, {bad_return, {Module, init, Other}}}
    end.

init_children(#state{strategy = simple_one_for_one} = State, [Spec]) ->
    case children_of([Spec], State#state.auto_shutdown) of
        {ok, {[Id], #{} = Patterns} = Children} ->
            Kind = case map_get(Id, Patterns) of #child{restart_type = temporary} -> mapsets; _ -> maps end,
            {ok, State#state{children = Children, dynamics = {Kind, #{}}}};
        {error, Reason} -> {stop, {start_spec, Reason}}
    end;
init_children(#state{strategy = simple_one_for_one}, Specs) ->
    {stop, {bad_start_spec, Specs}};
init_children(State, Specs) ->
    case children_of(Specs, State#state.auto_shutdown) of
        {ok, {Ids, _} = Children} ->
            case start_all(lists:reverse(Ids), State#state{children = Children}) of
                {ok, Started} -> {ok, Started};
                {error, Failed, Reason} ->
                    stop_all(Failed),
                    {stop, {shutdown, Reason}}
            end;
        {error, Reason} -> {stop, {start_spec, Reason}}
    end.

%% Starts the children with these ids in order, until one fails.
start_all([], State) ->
    {ok, State};
start_all([Id | Ids], State) ->
    Child = child(Id, State),
    case do_start_child(Child, State) of
        {ok, undefined} when Child#child.restart_type =:= temporary -> start_all(Ids, remove(Id, State));
        {ok, Pid} -> start_all(Ids, put_child(Child#child{pid = Pid}, State));
        {ok, Pid, _} -> start_all(Ids, put_child(Child#child{pid = Pid}, State));
        {error, Reason} ->
            report(start_error, Reason, Child, State),
            {error, State, {failed_to_start_child, Id, Reason}}
    end.

do_start_child(#child{mfargs = {M, F, Args}} = Child, State) ->
    case do_start_child_i(M, F, Args) of
        {ok, Pid} = Started when is_pid(Pid) -> progress(Child#child{pid = Pid}, State), Started;
        {ok, Pid, _} = Started when is_pid(Pid) -> progress(Child#child{pid = Pid}, State), Started;
        Other -> Other
    end.

do_start_child_i(M, F, Args) ->
    case catch apply(M, F, Args) of
        {ok, Pid} when is_pid(Pid) -> {ok, Pid};
        {ok, Pid, Extra} when is_pid(Pid) -> {ok, Pid, Extra};
        ignore -> {ok, undefined};
        {error, Reason} -> {error, Reason};
        {'EXIT', {Reason, [_ | _] = Stack}} -> {error, {'EXIT', {Reason, shown_stack(Stack)}}};
        Other -> {error, Other}
    end.

%% OTP starts several children by a fun and a function that goes through them, and shows both; it shows who restarts
%% several, too.
shown_stack(Stack) ->
    Show = fun
        ({?MODULE, start_all, 2, Place}) ->
            [{?MODULE, '-start_children/2-fun-0-', 3, Place}, {?MODULE, children_map, 4, Place}];
        ({?MODULE, restart_multiple_children, 3, Place} = Frame) ->
            [Frame, {?MODULE, restart, 3, Place}];
        (Frame) ->
            [Frame]
    end,
    lists:sublist(lists:flatmap(Show, Stack), 8).

%% --- requests

handle_call({start_child, Args}, _, #state{strategy = simple_one_for_one} = State) ->
    #child{mfargs = {M, F, First}, restart_type = Restart} = Pattern = pattern(State),
    case do_start_child_i(M, F, catch First ++ Args) of
        {ok, undefined} -> {reply, {ok, undefined}, State};
        {ok, Pid} = Reply ->
            progress(Pattern#child{pid = Pid}, State),
            {reply, Reply, add_dynamic(Pid, Restart, First ++ Args, State)};
        {ok, Pid, _} = Reply ->
            progress(Pattern#child{pid = Pid}, State),
            {reply, Reply, add_dynamic(Pid, Restart, First ++ Args, State)};
        Error -> {reply, Error, State}
    end;
handle_call({start_child, Spec}, _, State) ->
    case child_of(Spec, State#state.auto_shutdown) of
        {ok, Child} ->
            {Reply, NewState} = handle_start_child(Child, State),
            {reply, Reply, NewState};
        {error, Reason} -> {reply, {error, Reason}, State}
    end;
handle_call({terminate_child, Pid}, _, #state{strategy = simple_one_for_one} = State) when is_pid(Pid) ->
    case State#state.dynamics of
        {_, #{Pid := _}} ->
            stop_child((pattern(State))#child{pid = Pid}, State),
            {reply, ok, remove_dynamic(Pid, State)};
        _ -> {reply, {error, not_found}, State}
    end;
handle_call({terminate_child, _}, _, #state{strategy = simple_one_for_one} = State) ->
    {reply, {error, simple_one_for_one}, State};
handle_call({terminate_child, Id}, _, State) ->
    case child(Id, State) of
        undefined -> {reply, {error, not_found}, State};
        Child ->
            stop_child(Child, State),
            {reply, ok, stopped(Child, State)}
    end;
handle_call({Request, _}, _, #state{strategy = simple_one_for_one} = State)
  when Request =:= restart_child; Request =:= delete_child ->
    {reply, {error, simple_one_for_one}, State};
handle_call({restart_child, Id}, _, State) ->
    case child(Id, State) of
        #child{pid = undefined} = Child ->
            case do_start_child(Child, State) of
                {error, _} = Error -> {reply, Error, State};
                Started -> {reply, Started, put_child(Child#child{pid = element(2, Started)}, State)}
            end;
        #child{pid = {restarting, _}} -> {reply, {error, restarting}, State};
        #child{} -> {reply, {error, running}, State};
        undefined -> {reply, {error, not_found}, State}
    end;
handle_call({delete_child, Id}, _, State) ->
    case child(Id, State) of
        #child{pid = undefined} -> {reply, ok, remove(Id, State)};
        #child{pid = {restarting, _}} -> {reply, {error, restarting}, State};
        #child{} -> {reply, {error, running}, State};
        undefined -> {reply, {error, not_found}, State}
    end;
handle_call({get_childspec, IdOrPid}, _, State) ->
    case {find(IdOrPid, State), State#state.strategy} of
        {undefined, _} -> {reply, {error, not_found}, State};
        {_, simple_one_for_one} -> {reply, {ok, spec_of(pattern(State))}, State};
        {Child, _} -> {reply, {ok, spec_of(Child)}, State}
    end;
handle_call(which_children, _, #state{strategy = simple_one_for_one, dynamics = {_, Dynamics}} = State) ->
    #child{child_type = Type, modules = Modules} = pattern(State),
    {reply, [{undefined, shown_pid(Pid), Type, Modules} || Pid <- lists:sort(maps:keys(Dynamics))], State};
handle_call(which_children, _, State) ->
    Shown = fun(#child{id = Id, pid = Pid, child_type = Type, modules = Modules}) ->
        {Id, shown_pid(Pid), Type, Modules}
    end,
    {reply, lists:map(Shown, all(State)), State};
handle_call(count_children, _, #state{strategy = simple_one_for_one, dynamics = {_, Dynamics}} = State) ->
    Active = length([Pid || Pid <- maps:keys(Dynamics), is_pid(Pid)]),
    Count = map_size(Dynamics),
    {Supervisors, Workers} = case pattern(State) of
        #child{child_type = supervisor} -> {Count, 0};
        _ -> {0, Count}
    end,
    {reply, [{specs, 1}, {active, Active}, {supervisors, Supervisors}, {workers, Workers}], State};
handle_call(count_children, _, #state{children = {_, Children}} = State) ->
    Count = fun(_, Child, Counts) -> count_child(Child, Counts) end,
    {Specs, Active, Supervisors, Workers} = maps:fold(Count, {0, 0, 0, 0}, Children),
    {reply, [{specs, Specs}, {active, Active}, {supervisors, Supervisors}, {workers, Workers}], State}.

%% As in OTP, a child on another node is more than it can count.
count_child(#child{pid = Pid, child_type = Type}, {Specs, Active, Supervisors, Workers}) ->
    More = case is_pid(Pid) andalso is_process_alive(Pid) of true -> Active + 1; false -> Active end,
    case Type of
        supervisor -> {Specs + 1, More, Supervisors + 1, Workers};
        worker -> {Specs + 1, More, Supervisors, Workers + 1}
    end.

shown_pid({restarting, _}) -> restarting;
shown_pid(Pid) -> Pid.

handle_start_child(#child{id = Id, restart_type = Restart} = Child, State) ->
    case child(Id, State) of
        undefined ->
            case do_start_child(Child, State) of
                {ok, undefined} when Restart =:= temporary -> {{ok, undefined}, State};
                {error, Reason} -> {{error, {Reason, Child}}, State};
                Started -> {Started, add(Child#child{pid = element(2, Started)}, State)}
            end;
        #child{pid = Pid} when is_pid(Pid) -> {{error, {already_started, Pid}}, State};
        _ -> {{error, already_present}, State}
    end.

%% A restart that failed is tried again, after what else waits in the mailbox.
handle_cast({try_again_restart, Which}, State) ->
    case find_restarting(Which, State) of
        undefined -> {noreply, State};
        Child -> continue(restart(Child, State))
    end.

handle_info({'EXIT', Pid, Reason}, State) ->
    case find(Pid, State) of
        undefined -> {noreply, State};
        Child -> continue(ended(Child, Reason, State))
    end;
handle_info(Message, State) ->
    logger:error("Supervisor received unexpected message: ~tp~n", [Message],
                 #{domain => [otp], error_logger => #{tag => error},
                   mfa => {?MODULE, handle_info, 2}, file => "supervisor.erl", line => ?LINE}),
    {noreply, State}.

continue({ok, State}) -> {noreply, State};
continue({shutdown, State}) -> {stop, shutdown, State}.

%% --- the end of a child

ended(#child{restart_type = permanent} = Child, Reason, State) ->
    report(child_terminated, Reason, Child, State),
    restart(Child, State);
ended(Child, Reason, State) when Reason =:= normal; Reason =:= shutdown ->
    gone(Child, State);
ended(Child, {shutdown, _}, State) ->
    gone(Child, State);
ended(#child{restart_type = transient} = Child, Reason, State) ->
    report(child_terminated, Reason, Child, State),
    restart(Child, State);
ended(#child{restart_type = temporary} = Child, Reason, State) ->
    report(child_terminated, Reason, Child, State),
    gone(Child, State).

%% It stays down. A significant one may take the supervisor with it.
gone(#child{significant = Significant} = Child, #state{auto_shutdown = Auto} = State) ->
    NewState = stopped(Child, State),
    Others = [x || #child{significant = true, pid = Pid} <- all(NewState), is_pid(Pid)],
    case Auto of
        any_significant when Significant -> {shutdown, NewState};
        all_significant when Significant, Others =:= [] -> {shutdown, NewState};
        _ -> {ok, NewState}
    end.

restart(Child, State) ->
    case count_restart(State) of
        {ok, NewState} ->
            case restart(NewState#state.strategy, Child, NewState) of
                {ok, Restarted} -> {ok, Restarted};
                {try_again, Failed, Which} ->
                    gen_server:cast(self(), {try_again_restart, Which}),
                    {ok, Failed}
            end;
        {too_many, NewState} ->
            report(shutdown, reached_max_restart_intensity, Child, NewState),
            {shutdown, stopped(Child, NewState)}
    end.

%% At most `intensity' restarts within `period' seconds.
count_restart(#state{intensity = Intensity, period = Period, restarts = Restarts} = State) ->
    Now = erlang:monotonic_time(second),
    Recent = [Time || Time <- [Now | Restarts], Time >= Now - Period],
    case length(Recent) > Intensity of
        true -> {too_many, State#state{restarts = Recent}};
        false -> {ok, State#state{restarts = Recent}}
    end.

restart(simple_one_for_one, #child{pid = Old, mfargs = {M, F, Args}} = Child, State) ->
    Without = remove_dynamic(Old, State),
    case do_start_child_i(M, F, Args) of
        {ok, undefined} -> {ok, Without};
        {error, Reason} ->
            Restarting = {restarting, old_pid(Old)},
            report(start_error, Reason, Child, State),
            {try_again, add_dynamic(Restarting, Child#child.restart_type, Args, Without), Restarting};
        Started ->
            progress(Child#child{pid = element(2, Started)}, State),
            {ok, add_dynamic(element(2, Started), Child#child.restart_type, Args, Without)}
    end;
restart(one_for_one, #child{id = Id, pid = Old} = Child, State) ->
    case do_start_child(Child, State) of
        {error, Reason} ->
            report(start_error, Reason, Child, State),
            {try_again, put_child(Child#child{pid = {restarting, old_pid(Old)}}, State), Id};
        Started -> {ok, put_child(Child#child{pid = element(2, Started)}, State)}
    end;
restart(rest_for_one, #child{id = Id} = Child, #state{children = {Ids, _}} = State) ->
    %% Those started after it stand before it.
    {After, _} = lists:splitwith(fun(Other) -> Other =/= Id end, Ids),
    restart_multiple_children(After ++ [Id], Child, State);
restart(one_for_all, Child, #state{children = {Ids, _}} = State) ->
    restart_multiple_children(Ids, Child, State).

%% Ids in the order in which they are stopped.
restart_multiple_children(Ids, #child{id = Id, pid = Old}, State) ->
    Stop = fun(OtherId, Before) ->
        Other = child(OtherId, Before),
        OtherId =:= Id orelse stop_child(Other, Before),
        stopped(Other, Before)
    end,
    Stopped = lists:foldl(Stop, State, Ids),
    Again = [Other || Other <- lists:reverse(Ids), child(Other, Stopped) =/= undefined],
    case start_all(Again, Stopped) of
        {ok, Started} -> {ok, Started};
        {error, Partly, {failed_to_start_child, Failed, _}} ->
            Down = child(Failed, Partly),
            {try_again, put_child(Down#child{pid = {restarting, old_pid(Old)}}, Partly), Failed}
    end.

old_pid({restarting, Pid}) -> Pid;
old_pid(Pid) -> Pid.

%% --- stopping

terminate(_, State) -> stop_all(State).

%% Those of a pattern end side by side; what went wrong is reported once for each reason.
stop_all(#state{strategy = simple_one_for_one, dynamics = {_, Dynamics}} = State) ->
    #child{shutdown = How} = Pattern = pattern(State),
    {Monitors, Wrong} = watch_all([Pid || Pid <- lists:sort(maps:keys(Dynamics)), is_pid(Pid)], Pattern, #{}, #{}),
    [exit(Pid, case How of brutal_kill -> kill; _ -> shutdown end) || Pid <- lists:sort(maps:values(Monitors))],
    Timer = case How of
        brutal_kill -> none;
        infinity -> none;
        Time -> erlang:start_timer(Time, self(), kill)
    end,
    Reasons = wait_all(Monitors, Timer, Pattern, Wrong),
    [report_several(Reason, Count, Pattern, State) || {Reason, Count} <- lists:sort(maps:to_list(Reasons))],
    ok;
stop_all(State) ->
    [stop_child(Child, State) || Child <- all(State)],
    ok.

%% As in shutdown/1: who has ended already is not waited for.
watch_all([Pid | Pids], Pattern, Monitors, Wrong) ->
    Monitor = monitor(process, Pid),
    unlink(Pid),
    receive
        {'EXIT', Pid, Reason} ->
            demonitor(Monitor, [flush]),
            watch_all(Pids, Pattern, Monitors, counted(Reason, Pattern, Wrong))
    after 0 ->
        watch_all(Pids, Pattern, Monitors#{Monitor => Pid}, Wrong)
    end;
watch_all([], _, Monitors, Wrong) ->
    {Monitors, Wrong}.

wait_all(Monitors, Timer, _, Wrong) when map_size(Monitors) =:= 0 ->
    is_reference(Timer) andalso (erlang:cancel_timer(Timer) =:= false) andalso receive {timeout, Timer, kill} -> ok after 0 -> ok end,
    Wrong;
wait_all(Monitors, Timer, Pattern, Wrong) ->
    receive
        {'DOWN', Monitor, process, _, Reason} when is_map_key(Monitor, Monitors) ->
            wait_all(maps:remove(Monitor, Monitors), Timer, Pattern, counted(Reason, Pattern, Wrong));
        {timeout, Timer, kill} ->
            [exit(Pid, kill) || Pid <- lists:sort(maps:values(Monitors))],
            wait_all(Monitors, none, Pattern, Wrong)
    end.

counted(Reason, #child{shutdown = How, restart_type = Restart}, Wrong) ->
    IsRight = case Reason of
        killed -> How =:= brutal_kill;
        shutdown -> How =/= brutal_kill;
        {shutdown, _} -> Restart =/= permanent;
        normal -> Restart =/= permanent;
        _ -> false
    end,
    case IsRight of
        true -> Wrong;
        false -> maps:update_with(Reason, fun(Count) -> Count + 1 end, 1, Wrong)
    end.

stop_child(#child{pid = Pid} = Child, State) when is_pid(Pid) ->
    case shutdown(Child) of
        ok -> ok;
        {error, normal} when Child#child.restart_type =/= permanent -> ok;
        {error, {shutdown, _}} when Child#child.restart_type =/= permanent, Child#child.shutdown =/= brutal_kill -> ok;
        {error, Reason} -> report(shutdown_error, Reason, Child, State)
    end,
    true;
stop_child(_, _) ->
    true.

%% The link goes, so that the end is heard of once, by the monitor.
shutdown(#child{pid = Pid, shutdown = How}) ->
    Monitor = monitor(process, Pid),
    unlink(Pid),
    receive
        {'EXIT', Pid, Reason} ->
            demonitor(Monitor, [flush]),
            of_reason(Reason, shutdown)
    after 0 ->
        case How of
            brutal_kill ->
                exit(Pid, kill),
                receive {'DOWN', Monitor, process, Pid, Reason} -> of_reason(Reason, killed) end;
            Timeout ->
                exit(Pid, shutdown),
                receive
                    {'DOWN', Monitor, process, Pid, Reason} -> of_reason(Reason, shutdown)
                after Timeout ->
                    exit(Pid, kill),
                    receive {'DOWN', Monitor, process, Pid, Reason} -> {error, Reason} end
                end
        end
    end.

of_reason(Expected, Expected) -> ok;
of_reason(Reason, _) -> {error, Reason}.

%% --- children

all(#state{children = {Ids, Children}}) -> [map_get(Id, Children) || Id <- Ids].

child(Id, #state{children = {_, Children}}) -> maps:get(Id, Children, undefined).

pattern(#state{children = {[Id], Children}}) -> map_get(Id, Children).

find(Pid, #state{strategy = simple_one_for_one, dynamics = {_, Dynamics}} = State) when is_map_key(Pid, Dynamics) ->
    of_pattern(Pid, State);
find(Pid, State) when is_pid(Pid) ->
    case [Child || #child{pid = Own} = Child <- all(State), Own =:= Pid] of
        [Child] -> Child;
        [] -> undefined
    end;
find(Id, State) ->
    child(Id, State).

%% The child that a process started from the pattern is.
of_pattern(Pid, #state{dynamics = {Kind, Dynamics}} = State) ->
    #child{mfargs = {M, F, _}} = Pattern = pattern(State),
    Args = case Kind of maps -> map_get(Pid, Dynamics); mapsets -> undefined end,
    Pattern#child{pid = Pid, mfargs = {M, F, Args}}.

find_restarting({restarting, _} = Pid, #state{dynamics = {_, Dynamics}} = State) when is_map_key(Pid, Dynamics) ->
    of_pattern(Pid, State);
find_restarting(Id, State) ->
    case child(Id, State) of
        #child{pid = {restarting, _}} = Child -> Child;
        _ -> undefined
    end.

put_child(#child{id = Id} = Child, #state{children = {Ids, Children}} = State) ->
    State#state{children = {Ids, Children#{Id := Child}}}.

add(#child{id = Id} = Child, #state{children = {Ids, Children}} = State) ->
    State#state{children = {[Id | Ids], Children#{Id => without_args(Child)}}}.

%% What is never restarted needs no arguments.
without_args(#child{restart_type = temporary, mfargs = {M, F, _}} = Child) -> Child#child{mfargs = {M, F, undefined}};
without_args(Child) -> Child.

remove(Id, #state{children = {Ids, Children}} = State) ->
    State#state{children = {lists:delete(Id, Ids), maps:remove(Id, Children)}}.

%% A child that is down: a temporary one is forgotten.
stopped(#child{pid = Pid}, #state{strategy = simple_one_for_one} = State) -> remove_dynamic(Pid, State);
stopped(#child{restart_type = temporary, id = Id}, State) -> remove(Id, State);
stopped(Child, State) -> put_child(Child#child{pid = undefined}, State).

%% Those that are never restarted are in a set.
add_dynamic(Pid, temporary, _, #state{dynamics = {Kind, Dynamics}} = State) ->
    State#state{dynamics = {Kind, Dynamics#{Pid => []}}};
add_dynamic(Pid, _, Args, #state{dynamics = {Kind, Dynamics}} = State) ->
    State#state{dynamics = {Kind, Dynamics#{Pid => Args}}}.

remove_dynamic(Pid, #state{dynamics = {Kind, Dynamics}} = State) ->
    State#state{dynamics = {Kind, maps:remove(Pid, Dynamics)}}.

%% --- flags and specifications

with_flags({Strategy, Intensity, Period}, State) ->
    with_flags(#{strategy => Strategy, intensity => Intensity, period => Period}, State);
with_flags(Flags, State) when is_map(Flags) ->
    Default = #{strategy => one_for_one, intensity => 1, period => 5, auto_shutdown => never},
    #{strategy := Strategy, intensity := Intensity, period := Period, auto_shutdown := Auto} = maps:merge(Default, Flags),
    Strategies = [simple_one_for_one, one_for_one, one_for_all, rest_for_one],
    Checks = [{lists:member(Strategy, Strategies), {invalid_strategy, Strategy}},
              {is_integer(Intensity) andalso Intensity >= 0, {invalid_intensity, Intensity}},
              {is_integer(Period) andalso Period > 0, {invalid_period, Period}},
              {lists:member(Auto, [never, any_significant, all_significant]), {invalid_auto_shutdown, Auto}}],
    case [Wrong || {false, Wrong} <- Checks] of
        [] -> {ok, State#state{strategy = Strategy, intensity = Intensity, period = Period, auto_shutdown = Auto}};
        [Wrong | _] -> {error, Wrong}
    end;
with_flags(Flags, _) ->
    {error, {invalid_type, Flags}}.

%% {Ids, Children} of specifications in starting order.
children_of(Specs, Auto) -> check_startspec(Specs, [], #{}, Auto).

%% Named as in OTP, since what is no list of specifications is told by the failure of this function.
check_startspec([Spec | Specs], Ids, Children, Auto) ->
    case child_of(Spec, Auto) of
        {ok, #child{id = Id}} when is_map_key(Id, Children) -> {error, {duplicate_child_name, Id}};
        {ok, #child{id = Id} = Child} -> check_startspec(Specs, [Id | Ids], Children#{Id => Child}, Auto);
        Error -> Error
    end;
check_startspec([], Ids, Children, _) -> {ok, {Ids, Children}}.

child_of({Id, Start, Restart, Shutdown, Type, Modules}, Auto) ->
    child_of(#{id => Id, start => Start, restart => Restart, shutdown => Shutdown, type => Type, modules => Modules}, Auto);
child_of(Spec, _) when not is_map(Spec) -> {error, {invalid_child_spec, Spec}};
child_of(Spec, _) when not is_map_key(id, Spec) -> {error, missing_id};
child_of(Spec, _) when not is_map_key(start, Spec) -> {error, missing_start};
child_of(#{id := Id, start := Start} = Spec, Auto) ->
    Restart = maps:get(restart, Spec, permanent),
    Significant = maps:get(significant, Spec, false),
    Type = maps:get(type, Spec, worker),
    Shutdown = maps:get(shutdown, Spec, case Type of supervisor -> infinity; _ -> 5000 end),
    Modules = maps:get(modules, Spec, case Start of {M, _, _} -> [M]; _ -> [] end),
    Checks = [{is_start(Start), {invalid_mfa, Start}},
              {lists:member(Restart, [permanent, transient, temporary]), {invalid_restart_type, Restart}},
              {is_boolean(Significant), {invalid_significant, Significant}},
              {not (Significant =:= true andalso Auto =:= never),
               {bad_combination, [{auto_shutdown, never}, {significant, true}]}},
              {not (Significant =:= true andalso Restart =:= permanent),
               {bad_combination, [{restart, permanent}, {significant, true}]}},
              {lists:member(Type, [worker, supervisor]), {invalid_child_type, Type}},
              {Shutdown =:= infinity orelse Shutdown =:= brutal_kill orelse is_integer(Shutdown) andalso Shutdown > 0
               orelse Shutdown =:= 0, {invalid_shutdown, Shutdown}},
              {Modules =:= dynamic orelse is_list(Modules), {invalid_modules, Modules}}
              | [{is_atom(Module), {invalid_module, Module}} || is_list(Modules), Module <- Modules]],
    case [Wrong || {false, Wrong} <- Checks] of
        [] ->
            {ok, #child{id = Id, mfargs = Start, restart_type = Restart, significant = Significant,
                        shutdown = Shutdown, child_type = Type, modules = Modules}};
        [Wrong | _] ->
            {error, Wrong}
    end.

is_start({M, F, A}) -> is_atom(M) andalso is_atom(F) andalso is_list(A);
is_start(_) -> false.

spec_of(#child{id = Id, mfargs = Start, restart_type = Restart, significant = Significant, shutdown = Shutdown,
               child_type = Type, modules = Modules}) ->
    #{id => Id, start => Start, restart => Restart, significant => Significant, shutdown => Shutdown, type => Type,
      modules => Modules}.

%% New code may come with new flags and specifications; running children stay as they are.
code_change(_, #state{module = Module, args = Args} = State, _) ->
    case Module:init(Args) of
        {ok, {Flags, Specs}} ->
            case {with_flags(Flags, State), children_of(Specs, undefined)} of
                {{ok, NewState}, {ok, {Ids, Children}}} ->
                    Keep = fun(Id, Child) -> case child(Id, State) of undefined -> Child; #child{pid = Pid} -> Child#child{pid = Pid} end end,
                    {ok, NewState#state{children = {Ids, maps:map(Keep, Children)}}};
                {{error, Reason}, _} -> {error, Reason};
                {_, {error, Reason}} -> {error, Reason}
            end;
        ignore -> {ok, State};
        Other -> {error, Other}
    end.

%% --- reports

report(What, Reason, Child, State) -> report_offender(What, Reason, shown(Child), State).

report_several(Reason, Count, #child{mfargs = {M, F, _}} = Pattern, State) ->
    [_ | Shown] = shown(Pattern#child{mfargs = {M, F, []}}),
    report_offender(shutdown_error, Reason, [{nb_children, Count} | Shown], State).

report_offender(What, Reason, Offender, #state{name = Name}) ->
    Report = [{supervisor, Name}, {errorContext, What}, {reason, Reason}, {offender, Offender}],
    logger:log(error, #{label => {supervisor, What}, report => Report},
               metadata("SUPERVISOR REPORT", #{tag => error_report, type => supervisor_report},
                        case What of shutdown -> {restart, 2}; _ -> {do_restart, 3} end)).

progress(Child, #state{name = Name}) ->
    logger:log(info, #{label => {supervisor, progress}, report => [{supervisor, Name}, {started, shown(Child)}]},
               metadata("PROGRESS REPORT", #{tag => info_report, type => progress}, {report_progress, 2})).

%% The function is the one that OTP names.
metadata(Title, ForErrorLogger, {Function, Arity}) ->
    #{domain => [otp, sasl], report_cb => fun ?MODULE:format_log/2, logger_formatter => #{title => Title},
      error_logger => ForErrorLogger#{report_cb => fun ?MODULE:format_log/1},
      mfa => {?MODULE, Function, Arity}, file => "supervisor.erl", line => ?LINE}.

%% What sys:get_status/1 and a report of its own end show of a supervisor.
format_status(terminate, [_, State]) -> State;
format_status(_, [_, #state{module = Module} = State]) ->
    [{data, [{"State", State}]}, {supervisor, [{"Callback", Module}]}].

shown(#child{pid = Pid, id = Id, mfargs = Start, restart_type = Restart, significant = Significant,
             shutdown = Shutdown, child_type = Type}) ->
    [{pid, Pid}, {id, Id}, {mfargs, Start}, {restart_type, Restart}, {significant, Significant},
     {shutdown, Shutdown}, {child_type, Type}].

format_log(#{report := Report}) -> gen:report_format(report_lines(Report)).

format_log(#{report := Report}, #{single_line := true} = Config) ->
    gen:report_text(report_sentences(Report, fun who/1), Config);
format_log(#{report := Report}, Config) ->
    gen:report_text(report_lines(Report), Config).

report_lines(Report) -> [{["    ", atom_to_list(Key), ": ~tp~n"], [Value]} || {Key, Value} <- Report].

%% On one line; Shown picks what is shown of a child.
report_sentences(Report, Shown) ->
    Parts = [sentence(Item, Shown) || Item <- Report],
    lists:join({" ", []}, Parts).

sentence({supervisor, Name}, _) -> {"Supervisor: ~tp.", [Name]};
sentence({errorContext, What}, _) -> {"Context: ~tp.", [What]};
sentence({reason, Reason}, _) -> {"Reason: ~tp.", [Reason]};
sentence({started, Child}, Shown) -> child_sentence("Started: ", Shown(Child));
sentence({offender, Child}, Shown) -> child_sentence("Offender: ", Shown(Child)).

child_sentence(Title, Items) ->
    {[Title, lists:join(",", [[atom_to_list(Key), "=~tp"] || {Key, _} <- Items]), "."], [Value || {_, Value} <- Items]}.

%% Enough to know a child by.
who(Child) ->
    [{Key, Value} || Wanted <- [id, pid, nb_children], {Key, Value} <- Child, Key =:= Wanted].
