%% A state machine: a process that is in one state at a time, keeps data, and lets its callback module say for each event
%% what follows: the next state, new data, and actions such as a reply, a timeout, or to postpone the event.
%%
%% Follow an event: loop_receive/3 makes {Type, Content} of a message, loop_state_callback/11 asks the callback module,
%% result/2 and action/2 do what it answers, entered/2 calls a state on entering it, and finish/1 ends the step: postponed
%% events are tried again if the state has changed, timers start, and the next event is taken from the queue or waited for.
-module(gen_statem).
-export([start/3, start/4, start_link/3, start_link/4, start_monitor/3, start_monitor/4, stop/1, stop/3,
         call/2, call/3, cast/2, reply/1, reply/2, send_request/2, send_request/4,
         wait_response/1, wait_response/2, wait_response/3, receive_response/1, receive_response/2, receive_response/3,
         check_response/2, check_response/3, reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1,
         enter_loop/4, enter_loop/5, enter_loop/6]).
%% For gen, sys, proc_lib and the logger.
-export([init_it/6, wakeup_from_hibernate/3, system_continue/3, system_terminate/4, system_code_change/4,
         system_get_state/1, system_replace_state/2, format_status/2, format_log/1, format_log/2]).

-callback init(Args :: term()) ->
    {ok, State :: term(), Data :: term()} | {ok, State :: term(), Data :: term(), Actions :: term()} |
    ignore | {stop, Reason :: term()}.
-callback callback_mode() -> term().
-callback state_name(Type :: term(), Content :: term(), Data :: term()) -> term().
-callback handle_event(Type :: term(), Content :: term(), State :: term(), Data :: term()) -> term().
-callback terminate(Reason :: term(), State :: term(), Data :: term()) -> term().
-callback code_change(OldVsn :: term(), State :: term(), Data :: term(), Extra :: term()) ->
    {ok, NewState :: term(), NewData :: term()} | (Reason :: term()).
-callback format_status(Status :: map()) -> map().
-callback format_status(Option :: normal | terminate, Args :: list()) -> term().
-optional_callbacks([state_name/3, handle_event/4, terminate/3, code_change/4, format_status/1, format_status/2]).

%% The stack of an end that the machine itself decides on, at the functions that OTP would name.
-define(AT(Places), gen:stack(?MODULE, Places, ?LINE)).

%% The process between two events. modules: the callback module, behind it those that were pushed away. postponed:
%% newest first. timers: by type, {Reference, Content}, or {zero, Content} for one that is due as soon as no event is
%% queued; the types of those stand in zeros, the oldest first.
-record(machine, {parent, name, hibernate_after, modules, mode = state_functions, enter = false, state, data,
                  postponed = [], timers = #{}, zeros = [], hibernate = false}).

%% One step: the event, those queued behind it, and what the callbacks have asked for so far. machine is as it was before
%% the step, state and data are the new ones. entering: it is a state's entering that is answered, not the event.
%% timeouts, events: newest first.
-record(step, {machine, debug, event, queue, state, data, entering = false, postpone = false, hibernate = false,
               timeouts = [], events = []}).

%% --- starting and stopping

start(Module, Args, Options) -> gen:start(?MODULE, nolink, Module, Args, Options).
start(Name, Module, Args, Options) -> gen:start(?MODULE, nolink, Name, Module, Args, Options).

start_link(Module, Args, Options) -> gen:start(?MODULE, link, Module, Args, Options).
start_link(Name, Module, Args, Options) -> gen:start(?MODULE, link, Name, Module, Args, Options).

start_monitor(Module, Args, Options) -> gen:start(?MODULE, monitor, Module, Args, Options).
start_monitor(Name, Module, Args, Options) -> gen:start(?MODULE, monitor, Name, Module, Args, Options).

stop(Server) -> gen:stop(Server).
stop(Server, Reason, Timeout) -> gen:stop(Server, Reason, Timeout).

%% --- asking

call(Server, Request) -> call(Server, Request, infinity).

%% A late answer reaches nobody, so that the two kinds of timeout are the same.
call(Server, Request, {clean_timeout, Time} = Timeout) -> call_dirty(Server, Request, Timeout, Time);
call(Server, Request, {dirty_timeout, Time} = Timeout) -> call_dirty(Server, Request, Timeout, Time);
call(Server, Request, {_, _} = Timeout) -> erlang:error(badarg, [Server, Request, Timeout]);
call(Server, Request, Timeout) -> call_dirty(Server, Request, Timeout, Timeout).

call_dirty(Server, Request, Timeout, Time) ->
    try gen:call(Server, '$gen_call', Request, Time) of
        {ok, Reply} -> Reply
    catch
        exit:Reason:Stack -> erlang:raise(exit, {Reason, {?MODULE, call, [Server, Request, Timeout]}}, Stack)
    end.

%% Whether it arrives, the sender never knows.
cast({global, Name}, Event) ->
    catch global:send(Name, {'$gen_cast', Event}),
    ok;
cast({via, Module, Name}, Event) ->
    catch Module:send(Name, {'$gen_cast', Event}),
    ok;
cast({Name, Node} = Server, Event) when is_atom(Name), is_atom(Node) ->
    cast_to(Server, Event);
cast(Server, Event) when is_atom(Server); is_pid(Server) ->
    cast_to(Server, Event).

cast_to(Server, Event) ->
    catch erlang:send(Server, {'$gen_cast', Event}),
    ok.

reply({reply, From, Reply}) -> reply(From, Reply);
reply(Replies) when is_list(Replies) -> replies(Replies).

replies([{reply, From, Reply} | Replies]) ->
    reply(From, Reply),
    replies(Replies);
replies([]) -> ok.

reply(From, Reply) -> gen:reply(From, Reply).

send_request(Server, Request) -> gen:send_request(Server, '$gen_call', Request).
send_request(Server, Request, Label, Requests) -> gen:send_request(Server, '$gen_call', Request, Label, Requests).

wait_response(Id) -> gen:requests(?MODULE, wait_response, [Id, infinity]).
wait_response(Id, Timeout) -> gen:requests(?MODULE, wait_response, [Id, Timeout]).
wait_response(Requests, Timeout, Delete) -> gen:requests(?MODULE, wait_response, [Requests, Timeout, Delete]).

receive_response(Id) -> gen:requests(?MODULE, receive_response, [Id, infinity]).
receive_response(Id, Timeout) -> gen:requests(?MODULE, receive_response, [Id, Timeout]).
receive_response(Requests, Timeout, Delete) -> gen:requests(?MODULE, receive_response, [Requests, Timeout, Delete]).

check_response(Message, Id) -> gen:requests(?MODULE, check_response, [Message, Id]).
check_response(Message, Requests, Delete) -> gen:requests(?MODULE, check_response, [Message, Requests, Delete]).

reqids_new() -> gen:reqids_new().

%% The caller sees its own call fail.
reqids_size(Requests) -> gen:requests(?MODULE, reqids_size, [Requests]).

reqids_add(Id, Label, Requests) -> gen:requests(?MODULE, reqids_add, [Id, Label, Requests]).

reqids_to_list(Requests) -> gen:requests(?MODULE, reqids_to_list, [Requests]).

%% --- the beginning of a machine's life

init_it(Starter, self, Name, Module, Args, Options) ->
    init_it(Starter, self(), Name, Module, Args, Options);
init_it(Starter, Parent, NameRef, Module, Args, Options) ->
    Name = gen:name(NameRef),
    Debug = gen:debug_options(Name, Options),
    HibernateAfter = gen:hibernate_after(Options),
    %% As everywhere in a behaviour, throwing is another way to return.
    Result = try
        {returned, Module:init(Args)}
    catch
        throw:Returned -> {returned, Returned};
        Class:Reason:Stack -> {crashed, Class, Reason, Stack}
    end,
    Go = fun(State, Data, Actions) ->
        proc_lib:init_ack(Starter, {ok, self()}),
        enter(Parent, Debug, Module, Name, HibernateAfter, State, Data, Actions)
    end,
    %% The name is free again before the starter hears of it, so that it can try once more at once.
    Fail = fun(Answer) ->
        gen:unregister_name(NameRef),
        proc_lib:init_ack(Starter, Answer)
    end,
    case Result of
        {returned, {ok, State, Data}} -> Go(State, Data, []);
        {returned, {ok, State, Data, Actions}} -> Go(State, Data, Actions);
        {returned, ignore} ->
            Fail(ignore),
            exit(normal);
        {returned, {stop, StopReason}} ->
            Fail({error, StopReason}),
            erlang:raise(exit, StopReason, ?AT([{init_result, 8}]));
        {returned, Other} ->
            Wrong = {bad_return_from_init, Other},
            Fail({error, Wrong}),
            report_unborn(error, Wrong, ?AT([{init_result, 8}]), Debug, Name, Module),
            erlang:raise(exit, Wrong, ?AT([{init_result, 8}]));
        {crashed, CrashClass, CrashReason, CrashStack} ->
            Fail({error, CrashReason}),
            report_unborn(CrashClass, CrashReason, CrashStack, Debug, Name, Module),
            erlang:raise(CrashClass, CrashReason, CrashStack)
    end.

report_unborn(Class, Reason, Stack, Debug, Name, Module) ->
    report(Class, Reason, Stack, Debug, #machine{name = Name, modules = [Module]}, {undefined, undefined}, []).

%% A process that was started otherwise (by proc_lib) becomes a machine.
enter_loop(Module, Options, State, Data) -> enter_loop(Module, Options, State, Data, self()).

enter_loop(Module, Options, State, Data, {Kind, _} = Name) when Kind =:= local; Kind =:= global ->
    enter_loop(Module, Options, State, Data, Name, []);
enter_loop(Module, Options, State, Data, {via, _, _} = Name) ->
    enter_loop(Module, Options, State, Data, Name, []);
enter_loop(Module, Options, State, Data, Pid) when is_pid(Pid) ->
    enter_loop(Module, Options, State, Data, Pid, []);
enter_loop(Module, Options, State, Data, Actions) ->
    enter_loop(Module, Options, State, Data, self(), Actions).

enter_loop(Module, Options, State, Data, NameRef, Actions) ->
    Parent = gen:get_parent(),
    Name = gen:get_proc_name(NameRef),
    Debug = gen:debug_options(Name, Options),
    enter(Parent, Debug, Module, Name, gen:hibernate_after(Options), State, Data, Actions).

%% The first step: what init said is done as if it answered an event.
enter(Parent, Debug, Module, Name, HibernateAfter, State, Data, Actions) ->
    Event = {internal, init_state},
    Machine = #machine{parent = Parent, name = Name, hibernate_after = HibernateAfter, modules = [Module],
                       state = State, data = Data},
    case get_callback_mode(Module, {enter, 8}) of
        {ok, Mode, Enter} ->
            Step = #step{machine = Machine#machine{mode = Mode, enter = Enter}, event = Event, queue = [],
                         debug = watched(Debug, Machine, {enter, Module, State}), state = State, data = Data},
            actions(Actions, Enter, Step);
        {Class, Reason, Stack} ->
            terminate(Class, Reason, Stack, Debug, Machine, {State, Data}, [Event])
    end.

%% {ok, Mode, WithEnterCalls}, or what went wrong. Caller is who asks, for the stack.
get_callback_mode(Module, Caller) ->
    try Module:callback_mode() of
        Returned -> mode(Returned, Caller)
    catch
        throw:Returned ->
            mode(Returned, Caller);
        Class:Reason:Stack ->
            Above = lists:takewhile(fun(Frame) -> element(1, Frame) =/= ?MODULE end, Stack),
            {Class, Reason, Above ++ ?AT([{get_callback_mode, 2}, Caller])}
    end.

mode(Returned, Caller) ->
    Items = if is_list(Returned) -> Returned; true -> [Returned] end,
    case catch lists:foldl(fun mode_item/2, {undefined, false}, Items) of
        {Mode, Enter} when Mode =/= undefined, is_boolean(Enter) -> {ok, Mode, Enter};
        _ -> {error, {bad_return_from_callback_mode, Returned}, ?AT([{callback_mode_result, 6}, Caller])}
    end.

%% The last mode counts.
mode_item(state_enter, {Mode, _}) -> {Mode, true};
mode_item(Mode, {_, Enter}) when Mode =:= state_functions; Mode =:= handle_event_function -> {Mode, Enter}.

%% --- waiting

idle(Debug, #machine{parent = Parent, hibernate = true} = Machine) ->
    proc_lib:hibernate(?MODULE, wakeup_from_hibernate, [Parent, Debug, Machine]);
idle(Debug, #machine{parent = Parent} = Machine) ->
    loop_receive(Parent, Debug, Machine).

wakeup_from_hibernate(Parent, Debug, Machine) -> loop_receive(Parent, Debug, Machine).

loop_receive(Parent, Debug, #machine{hibernate_after = HibernateAfter} = Machine) ->
    receive
        {system, From, Request} ->
            sys:handle_system_msg(Request, From, Parent, ?MODULE, Debug, Machine, Machine#machine.hibernate);
        {'EXIT', Parent, Reason} ->
            terminate(exit, Reason, ?AT([{loop_receive, 3}]), Debug, Machine, shown_state(Machine), []);
        Message ->
            {Event, NewMachine} = event(Message, Machine),
            arrived(Event, Debug, NewMachine)
    after HibernateAfter ->
        idle(Debug, Machine#machine{hibernate = true})
    end.

event({'$gen_call', From, Request}, Machine) ->
    {{{call, From}, Request}, Machine};
event({'$gen_cast', Content}, Machine) ->
    {{cast, Content}, Machine};
event({timeout, Reference, Type} = Message, #machine{timers = Timers} = Machine) ->
    case Timers of
        #{Type := {Reference, Content}} -> {{Type, Content}, Machine#machine{timers = maps:remove(Type, Timers)}};
        _ -> {{info, Message}, Machine}
    end;
event(Message, Machine) ->
    {{info, Message}, Machine}.

%% --- an event

arrived(Event, Debug, #machine{state = State} = Machine) ->
    handle(Event, [], watched(Debug, Machine, {in, Event, State}), Machine).

handle({Type, Content} = Event, Queue, Debug, #machine{state = State, data = Data} = Machine) ->
    Step = #step{machine = Machine, debug = Debug, event = Event, queue = Queue, state = State, data = Data},
    ask(Type, Content, Step).

ask(Type, Content, Step) ->
    #step{machine = Machine, debug = Debug, event = Event, queue = Queue, state = State, data = Data} = Step,
    #machine{modules = [Module | _], mode = Mode} = Machine,
    loop_state_callback(Module, Mode, Type, Content, State, Data, Event, Queue, Debug, Machine, Step).

loop_state_callback(Module, Mode, Type, Content, State, Data, Event, Queue, Debug, Machine, Step) ->
    try
        case Mode of
            state_functions -> Module:State(Type, Content, Data);
            handle_event_function -> Module:handle_event(Type, Content, State, Data)
        end
    of
        Result -> result(Result, Step)
    catch
        throw:Result -> result(Result, Step);
        Class:Reason:Stack -> terminate(Class, Reason, Stack, Debug, Machine, shown_state(Machine), [Event | Queue])
    end.

%% What the callback module answered.
result({next_state, State, Data}, Step) -> moved(State, Data, [], {next_state, State, Data}, Step);
result({next_state, State, Data, Actions} = Result, Step) -> moved(State, Data, Actions, Result, Step);
result({keep_state, Data}, Step) -> actions([], false, Step#step{data = Data});
result({keep_state, Data, Actions}, Step) -> actions(Actions, false, Step#step{data = Data});
result(keep_state_and_data, Step) -> actions([], false, Step);
result({keep_state_and_data, Actions}, Step) -> actions(Actions, false, Step);
result({repeat_state, Data}, Step) -> actions([], true, Step#step{data = Data});
result({repeat_state, Data, Actions}, Step) -> actions(Actions, true, Step#step{data = Data});
result(repeat_state_and_data, Step) -> actions([], true, Step);
result({repeat_state_and_data, Actions}, Step) -> actions(Actions, true, Step);
result(stop, Step) -> stopped(normal, Step);
result({stop, Reason}, Step) -> stopped(Reason, Step);
result({stop, Reason, Data}, Step) -> stopped(Reason, Step#step{data = Data});
result({stop_and_reply, Reason, Replies}, Step) -> last_replies(Replies, Reason, Step);
result({stop_and_reply, Reason, Replies, Data}, Step) -> last_replies(Replies, Reason, Step#step{data = Data});
result(Other, Step) -> wrong(bad_return_from_state_function, Other, {loop_state_callback_result, 11}, Step).

%% A state that is being entered cannot lead to another.
moved(State, _, _, Result, #step{entering = true, state = Entered} = Step) when State =/= Entered ->
    wrong(bad_state_enter_return_from_state_function, Result, {loop_state_callback_result, 11}, Step);
moved(State, Data, Actions, _, #step{state = Before, machine = #machine{enter = Enter}} = Step) ->
    actions(Actions, Enter andalso State =/= Before, Step#step{state = State, data = Data}).

stopped(Reason, Step) -> fail(exit, Reason, ?AT([{loop_state_callback_result, 11}]), Step).

last_replies([{reply, {Pid, _} = From, Reply} | Replies], Reason, Step) when is_pid(Pid) ->
    last_replies(Replies, Reason, replied(From, Reply, Step));
last_replies([], Reason, Step) ->
    stopped(Reason, Step);
last_replies([Other | _], _, Step) ->
    wrong(bad_reply_action_from_state_function, Other, {do_reply_then_terminate, 8}, Step);
last_replies(Reply, Reason, Step) ->
    last_replies([Reply], Reason, Step).

wrong(Kind, What, Place, Step) -> fail(error, {Kind, What}, ?AT([Place]), Step).

fail(Class, Reason, Stack, Step) ->
    #step{machine = Machine, debug = Debug, event = Event, queue = Queue, state = State, data = Data} = Step,
    terminate(Class, Reason, Stack, Debug, Machine, {State, Data}, [Event | Queue]).

replied(From, Reply, #step{debug = Debug, machine = Machine} = Step) ->
    gen:reply(From, Reply),
    Step#step{debug = watched(Debug, Machine, {out, Reply, From})}.

%% --- actions. Enter: the state is to be called on entering it, when they are done.

actions([], Enter, Step) ->
    entered(Enter, Step);
actions([Action | Actions], Enter, Step) ->
    case action(Action, Step) of
        #step{} = Next -> actions(Actions, Enter, Next);
        bad -> bad_action(Action, Step);
        {Class, Reason, Stack} -> fail(Class, Reason, Stack, Step)
    end;
actions(Action, Enter, Step) ->
    actions([Action], Enter, Step).

action({reply, {Pid, _} = From, Reply}, Step) when is_pid(Pid) ->
    replied(From, Reply, Step);
action(hibernate, Step) ->
    Step#step{hibernate = true};
action({hibernate, Hibernate}, Step) when is_boolean(Hibernate) ->
    Step#step{hibernate = Hibernate};
action(Time, Step) when is_integer(Time), Time >= 0; Time =:= infinity ->
    timeout(timeout, Time, Time, [], Step);
action({Type, cancel}, Step) ->
    set_timeout(Type, {Type, cancel}, Step);
action({Type, update, Content}, Step) ->
    set_timeout(Type, {Type, update, Content}, Step);
action({Type, Time, Content}, Step) when Type =/= next_event, Type =/= reply ->
    timeout(Type, Time, Content, [], Step);
action({Type, Time, Content, Options}, Step) ->
    timeout(Type, Time, Content, Options, Step);
action({postpone, false}, Step) ->
    Step#step{postpone = false};
action(_, #step{entering = true}) ->
    bad;
action(postpone, Step) ->
    Step#step{postpone = true};
action({postpone, true}, Step) ->
    Step#step{postpone = true};
action({next_event, Type, Content}, Step) ->
    case is_event_type(Type) of
        true ->
            #step{machine = Machine, debug = Debug, state = State, events = Events} = Step,
            Event = {Type, Content},
            Step#step{events = [Event | Events], debug = watched(Debug, Machine, {in, Event, State})};
        false ->
            bad
    end;
action({change_callback_module, Module}, #step{machine = #machine{modules = [_ | Modules]}} = Step) when is_atom(Module) ->
    change_module(Module, [Module | Modules], Step);
action({push_callback_module, Module}, #step{machine = #machine{modules = Modules}} = Step) when is_atom(Module) ->
    change_module(Module, [Module | Modules], Step);
action(pop_callback_module, #step{machine = #machine{modules = [_, Module | Modules]}} = Step) ->
    change_module(Module, [Module | Modules], Step);
action(_, _) ->
    bad.

bad_action(Action, #step{entering = Entering} = Step) ->
    case Entering andalso is_for_events(Action, Step) of
        true -> wrong(bad_state_enter_action_from_state_function, Action, place_of(Action, 12), Step);
        false -> wrong(bad_action_from_state_function, Action, place_of(Action, 13), Step)
    end.

place_of({reply, _, _}, _) -> {loop_actions_reply, 14};
place_of({next_event, _, _}, _) -> {loop_actions_next_event_bad, 9};
place_of(_, Arity) -> {loop_actions_list, Arity}.

%% Actions that make no sense while a state is entered.
is_for_events(postpone, _) -> true;
is_for_events({next_event, _, _}, _) -> true;
is_for_events({change_callback_module, Module}, _) -> is_atom(Module);
is_for_events({push_callback_module, Module}, _) -> is_atom(Module);
is_for_events(pop_callback_module, #step{machine = #machine{modules = Modules}}) -> length(Modules) > 1;
is_for_events(_, _) -> false.

is_event_type({call, {Pid, _}}) -> is_pid(Pid);
is_event_type(Type) -> Type =:= cast orelse Type =:= info orelse Type =:= internal orelse is_timeout_type(Type).

is_timeout_type({timeout, _}) -> true;
is_timeout_type(Type) -> Type =:= timeout orelse Type =:= state_timeout.

timeout(Type, Time, Content, {_, _} = Option, Step) ->
    timeout(Type, Time, Content, [Option], Step);
timeout(Type, Time, Content, [], Step) when is_integer(Time), Time >= 0; Time =:= infinity ->
    set_timeout(Type, {Type, Time, Content, []}, Step);
timeout(Type, Time, Content, [{abs, true}], Step) when is_integer(Time); Time =:= infinity ->
    set_timeout(Type, {Type, Time, Content, [{abs, true}]}, Step);
timeout(Type, Time, Content, [{abs, false}], Step) ->
    timeout(Type, Time, Content, [], Step);
timeout(_, _, _, _, _) ->
    bad.

set_timeout(Type, Timeout, #step{timeouts = Timeouts} = Step) ->
    case is_timeout_type(Type) of
        true -> Step#step{timeouts = [Timeout | Timeouts]};
        false -> bad
    end.

change_module(Module, Modules, #step{machine = Machine, debug = Debug, state = State} = Step) ->
    case get_callback_mode(Module, {loop_actions_list, 12}) of
        {ok, Mode, Enter} ->
            Step#step{machine = Machine#machine{modules = Modules, mode = Mode, enter = Enter},
                      debug = watched(Debug, Machine, {module, Module, State})};
        Failed ->
            Failed
    end.

%% --- the end of a step

%% Entering is answered like an event; it may ask to be repeated.
entered(true, #step{machine = #machine{enter = true, state = Before}} = Step) ->
    ask(enter, Before, Step#step{entering = true});
entered(_, Step) ->
    finish(Step).

finish(#step{machine = Before, debug = Debug, event = Event, state = State, data = Data} = Step) ->
    #machine{state = OldState, postponed = Postponed} = Before,
    {What, NowPostponed} = case Step#step.postpone of
        true when Event =/= {internal, init_state} -> {postpone, [Event | Postponed]};
        _ -> {consume, Postponed}
    end,
    Debug1 = watched(Debug, Before, {What, Event, OldState, State}),
    Machine = Before#machine{state = State, data = Data, postponed = NowPostponed, hibernate = Step#step.hibernate},
    %% Any event ends the wait of an event timeout, a change of state that of a state timeout.
    Machine1 = cancel(timeout, Machine),
    {Queue, Machine2} = case State of
        OldState -> {Step#step.queue, Machine1};
        _ -> {lists:reverse(NowPostponed, Step#step.queue), cancel(state_timeout, Machine1#machine{postponed = []})}
    end,
    {Debug2, Machine3} = start_timers(Step#step.timeouts, Debug1, Machine2),
    next(lists:reverse(Step#step.events, Queue), Debug2, Machine3).

%% Events of the queue come first, then timeouts that are due at once, then messages.
next([Event | Queue], Debug, Machine) ->
    handle(Event, Queue, Debug, Machine);
next([], Debug, #machine{zeros = [Type | Zeros], timers = Timers} = Machine) ->
    {{zero, Content}, Left} = maps:take(Type, Timers),
    arrived({Type, Content}, Debug, Machine#machine{zeros = Zeros, timers = Left});
next([], Debug, Machine) ->
    idle(Debug, Machine).

%% --- timers

cancel(Type, #machine{timers = Timers, zeros = Zeros} = Machine) ->
    case Timers of
        #{Type := {zero, _}} ->
            Machine#machine{timers = maps:remove(Type, Timers), zeros = lists:delete(Type, Zeros)};
        #{Type := {Reference, _}} ->
            %% It may have fired meanwhile.
            erlang:cancel_timer(Reference) =:= false andalso receive {timeout, Reference, _} -> ok after 0 -> ok end,
            Machine#machine{timers = maps:remove(Type, Timers)};
        _ ->
            Machine
    end.

%% Newest first: of several for one type the last counts.
start_timers([], Debug, Machine) ->
    {Debug, Machine};
start_timers(Timeouts, Debug, #machine{zeros = Before} = Machine) ->
    {_, NewDebug, #machine{zeros = Zeros, timers = Timers} = NewMachine} =
        lists:foldl(fun start_timer/2, {[], Debug, Machine#machine{zeros = []}}, Timeouts),
    Left = [Type || Type <- Before -- Zeros, {zero, _} <- [maps:get(Type, Timers, none)]],
    {NewDebug, NewMachine#machine{zeros = Left ++ Zeros}}.

start_timer(Timeout, {Seen, Debug, Machine}) ->
    Type = element(1, Timeout),
    case lists:member(Type, Seen) of
        true ->
            {Seen, Debug, Machine};
        false ->
            {NewDebug, NewMachine} = start_one(Timeout, Debug, Machine),
            {[Type | Seen], NewDebug, NewMachine}
    end.

start_one({Type, cancel}, Debug, Machine) ->
    {Debug, cancel(Type, Machine)};
start_one({Type, update, Content}, Debug, #machine{timers = Timers} = Machine) ->
    case Timers of
        #{Type := {When, _}} -> {Debug, Machine#machine{timers = Timers#{Type := {When, Content}}}};
        _ -> {Debug, start_zero(Type, Content, Machine)}
    end;
start_one({Type, infinity, _, _}, Debug, Machine) ->
    {Debug, cancel(Type, Machine)};
start_one({Type, Time, Content, Options} = Timeout, Debug, #machine{state = State} = Machine) ->
    NewDebug = watched(Debug, Machine, {start_timer, Timeout, State}),
    #machine{timers = Timers} = Free = cancel(Type, Machine),
    case {Time, Options} of
        {0, []} -> {NewDebug, start_zero(Type, Content, Free)};
        _ ->
            Reference = erlang:start_timer(Time, self(), Type, Options),
            {NewDebug, Free#machine{timers = Timers#{Type => {Reference, Content}}}}
    end.

start_zero(Type, Content, #machine{timers = Timers, zeros = Zeros} = Machine) ->
    Machine#machine{timers = Timers#{Type => {zero, Content}}, zeros = [Type | Zeros]}.

%% How many run, and {Type, Content} of each.
shown_timers(#machine{timers = Timers}) ->
    {map_size(Timers), maps:fold(fun(Type, {_, Content}, Shown) -> [{Type, Content} | Shown] end, [], Timers)}.

%% --- the end. Who is about to end by its own will or its supervisor's makes no noise.

terminate(Class, Reason, Stack, Debug, #machine{modules = [Module | _]} = Machine, {State, Data} = Shown, Queue) ->
    try
        erlang:function_exported(Module, terminate, 3) andalso Module:terminate(Reason, State, Data)
    of
        _ -> ended(Class, Reason, Stack, Debug, Machine, Shown, Queue)
    catch
        throw:_ ->
            ended(Class, Reason, Stack, Debug, Machine, Shown, Queue);
        NewClass:NewReason:NewStack ->
            report(NewClass, NewReason, NewStack, Debug, Machine, Shown, Queue),
            erlang:raise(NewClass, NewReason, NewStack)
    end.

ended(Class, Reason, Stack, Debug, Machine, {State, _} = Shown, Queue) ->
    case is_quiet(Class, Reason) of
        true -> watched(Debug, Machine, {terminate, Reason, State});
        false -> report(Class, Reason, Stack, Debug, Machine, Shown, Queue)
    end,
    erlang:raise(Class, Reason, Stack).

is_quiet(exit, normal) -> true;
is_quiet(exit, shutdown) -> true;
is_quiet(exit, {shutdown, _}) -> true;
is_quiet(_, _) -> false.

shown_state(#machine{state = State, data = Data}) -> {State, Data}.

%% --- system messages (see sys)

system_continue(_, Debug, Machine) -> idle(Debug, Machine).

system_terminate(Reason, _, Debug, Machine) ->
    terminate(exit, Reason, ?AT([{system_terminate, 4}]), Debug, Machine, shown_state(Machine), []).

system_code_change(#machine{modules = [Module | _], state = State, data = Data} = Machine, _, OldVsn, Extra) ->
    case catch Module:code_change(OldVsn, State, Data, Extra) of
        {ok, NewState, NewData} ->
            case get_callback_mode(Module, {system_code_change, 4}) of
                {ok, Mode, Enter} ->
                    {ok, Machine#machine{mode = Mode, enter = Enter, state = NewState, data = NewData}};
                {Class, Reason, Stack} ->
                    erlang:raise(Class, Reason, Stack)
            end;
        Other -> Other
    end.

system_get_state(Machine) -> {ok, shown_state(Machine)}.

system_replace_state(Fun, Machine) ->
    {State, Data} = New = Fun(shown_state(Machine)),
    {ok, New, Machine#machine{state = State, data = Data}}.

%% --- watching (see sys)

watched([], _, _) -> [];
watched(Debug, #machine{name = Name}, Event) -> sys:handle_debug(Debug, fun print_event/3, Name, Event).

print_event(Device, Event, Name) ->
    {Format, Args} = event_text(Event),
    io:format(Device, "*DBG* ~tp " ++ Format ++ "~n", [Name | Args]).

event_text({in, Event, State}) -> {"receive ~ts in state ~tp", [event_string(Event), State]};
event_text({out, Reply, {To, _}}) -> {"send ~tp to ~tw", [Reply, To]};
event_text({What, Event, State, State}) -> {"~tw ~ts in state ~tp", [What, event_string(Event), State]};
event_text({What, Event, State, Next}) -> {"~tw ~ts in state ~tp => ~tp", [What, event_string(Event), State, Next]};
event_text({What, About, State}) -> {"~tw ~tp in state ~tp", [What, About, State]}.

event_string({{call, {From, _}}, Request}) -> io_lib:format("call ~tp from ~tw", [Request, From]);
event_string({Type, Content}) -> io_lib:format("~tw ~tp", [Type, Content]).

format_status(Option, [Dictionary, SysState, Parent, Debug, Machine]) ->
    #machine{name = Name, modules = [Module | _] = Modules} = Machine,
    {State, Data} = shown_state(Machine),
    {Count, Timeouts} = shown_timers(Machine),
    Status = #{state => State, data => Data, postponed => Machine#machine.postponed, timeouts => Timeouts,
               log => sys:get_log(Debug)},
    Shown = gen:format_status(Module, Option, Status, [Dictionary, State, Data]),
    Specific = case Shown of
        #{'EXIT' := Text} -> [{data, [{"State", {State, Text}}]}];
        #{'$status' := Special} when is_list(Special) -> Special;
        #{'$status' := Special} -> [Special];
        #{state := ShownState, data := ShownData} -> [{data, [{"State", {ShownState, ShownData}}]}]
    end,
    [{header, gen:format_status_header("Status for state machine", Name)},
     {data, [{"Status", SysState}, {"Parent", Parent}, {"Modules", Modules},
             {"Time-outs", {Count, maps:get(timeouts, Shown)}}, {"Logged Events", maps:get(log, Shown)},
             {"Postponed", maps:get(postponed, Shown)}]}
     | Specific].

%% --- the report

report(Class, Reason, Stack, Debug, Machine, {State, Data}, Queue) ->
    #machine{name = Name, modules = [Module | _] = Modules, mode = Mode, enter = Enter, postponed = Postponed} = Machine,
    {Count, Timeouts} = shown_timers(Machine),
    Status = #{state => State, data => Data, queue => Queue, postponed => Postponed, timeouts => Timeouts,
               log => sys:get_log(Debug), reason => Reason},
    Shown = gen:format_status(Module, terminate, Status, [get(), State, Data]),
    ShownState = case Shown of
        #{'$status' := Special} -> Special;
        #{state := FinalState, data := FinalData} -> {FinalState, FinalData}
    end,
    logger:log(error, #{label => {gen_statem, terminate}, name => Name, queue => maps:get(queue, Shown),
                        postponed => maps:get(postponed, Shown), modules => Modules, callback_mode => Mode,
                        state_enter => Enter, state => ShownState, timeouts => {Count, maps:get(timeouts, Shown)},
                        log => maps:get(log, Shown), reason => {Class, maps:get(reason, Shown), Stack},
                        client_info => client_info(Queue)},
               #{domain => [otp], report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => error, report_cb => fun ?MODULE:format_log/1},
                 mfa => {?MODULE, error_info, 7}, file => "gen_statem.erl", line => ?LINE}).

%% Who waits for the answer of the event that went wrong.
client_info([{{call, {Client, _}}, _} | _]) when node(Client) =:= node() ->
    case process_info(Client, [current_stacktrace, registered_name]) of
        undefined -> {Client, dead};
        [{_, Stack}, {_, []}] -> {Client, {Client, Stack}};
        [{_, Stack}, {_, Name}] -> {Client, {Name, Stack}}
    end;
client_info([{{call, {Client, _}}, _} | _]) -> {Client, remote};
client_info(_) -> undefined.

format_log(Report) -> gen:report_format(lines(Report)).

format_log(Report, #{single_line := true} = Config) -> gen:report_text(sentences(Report), Config);
format_log(Report, Config) -> gen:report_text(lines(Report), Config).

lines(#{name := Name, queue := Queue, postponed := Postponed, modules := Modules, state := State, log := Log,
        timeouts := {Count, _} = Timeouts, reason := Reason, client_info := Client} = Report) ->
    {Class, Shown, Stack} = shown_reason(Reason),
    [{"** State machine ~tp terminating~n", [Name]}] ++
    [{"** Last event = ~tp~n", [hd(Queue)]} || Queue =/= []] ++
    [{"** When server state  = ~tp~n", [State]},
     {"** Reason for termination = ~tp:~tp~n", [Class, Shown]},
     {"** Callback modules = ~tp~n", [Modules]},
     {"** Callback mode = ~tp~n", [shown_mode(Report)]}] ++
    [{"** Queued = ~tp~n", [tl(Queue)]} || Queue =/= [], tl(Queue) =/= []] ++
    [{"** Postponed = ~tp~n", [Postponed]} || Postponed =/= []] ++
    [{"** Stacktrace =~n**  ~tp~n", [Stack]} || Stack =/= []] ++
    [{"** Time-outs: ~tp~n", [Timeouts]} || Count > 0] ++
    [{"** Log =~n**  ~tp~n", [Log]} || Log =/= []] ++
    case Client of
        undefined -> [];
        {Pid, dead} -> [{"** Client ~tp is dead~n", [Pid]}];
        {Pid, remote} -> [{"** Client ~tp is remote on node ~tp~n", [Pid, node(Pid)]}];
        {_, {Who, ClientStack}} -> [{"** Client ~tp stacktrace~n** ~tp~n", [Who, ClientStack]}]
    end.

%% The same on one line.
sentences(#{name := Name, queue := Queue, state := State, log := Log, reason := Reason, client_info := Client}) ->
    {_, Shown, Stack} = shown_reason(Reason),
    [{"State machine ~tp terminating. Reason: ~tp.", [Name, Shown]}] ++
    [{" Stack: ~tp.", [Stack]} || Stack =/= []] ++
    [{" Last event: ~tp.", [hd(Queue)]} || Queue =/= []] ++
    [{" State: ~tp.", [State]}] ++
    [{" Log: ~tp.", [Log]} || Log =/= []] ++
    case Client of
        undefined -> [];
        {Pid, dead} -> [{" Client ~tp is dead.", [Pid]}];
        {Pid, remote} -> [{" Client ~tp is remote on node ~tp.", [Pid, node(Pid)]}];
        {_, {Who, ClientStack}} -> [{" Client ~tp stacktrace: ~tp.", [Who, ClientStack]}]
    end.

shown_mode(#{callback_mode := Mode, state_enter := true}) -> [Mode, state_enter];
shown_mode(#{callback_mode := Mode}) -> Mode.

%% A missing callback says so in words.
shown_reason({error, undef, [{M, F, Args, _} | Stack]} = Reason) ->
    Arity = if is_list(Args) -> length(Args); true -> Args end,
    case {code:is_loaded(M), erlang:function_exported(M, F, Arity)} of
        {false, _} -> {error, {'module could not be loaded', M}, Stack};
        {_, true} -> Reason;
        {_, false} -> {error, {'function not exported', {M, F, Arity}}, Stack}
    end;
shown_reason(Reason) ->
    Reason.
