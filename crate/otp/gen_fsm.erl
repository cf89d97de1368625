%% The finite state machine that gen_statem has replaced, for programs written before: a callback module has a function for
%% each state, Module:State(Event, Data) for events and Module:State(Event, From, Data) for those that are answered.
-module(gen_fsm).
-export([start/3, start/4, start_link/3, start_link/4, stop/1, stop/3, send_event/2, sync_send_event/2, sync_send_event/3,
         send_all_state_event/2, sync_send_all_state_event/2, sync_send_all_state_event/3, start_timer/2, send_event_after/2,
         cancel_timer/1, reply/2, enter_loop/4, enter_loop/5, enter_loop/6]).
-export([init_it/6, wake_hib/7, system_continue/3, system_terminate/4, system_code_change/4, system_get_state/1,
         system_replace_state/2, format_status/2, format_log/1, format_log/2]).
-deprecated({'_', '_', "use the 'gen_statem' module instead"}).

-callback init(Args :: term()) ->
    {ok, StateName :: atom(), StateData :: term()} | {ok, StateName :: atom(), StateData :: term(), timeout() | hibernate} |
    {stop, Reason :: term()} | ignore.
-callback handle_event(Event :: term(), StateName :: atom(), StateData :: term()) -> term().
-callback handle_sync_event(Event :: term(), From :: {pid(), Tag :: term()}, StateName :: atom(), StateData :: term()) -> term().
-callback handle_info(Info :: term(), StateName :: atom(), StateData :: term()) -> term().
-callback terminate(Reason :: term(), StateName :: atom(), StateData :: term()) -> term().
-callback code_change(OldVsn :: term(), StateName :: atom(), StateData :: term(), Extra :: term()) ->
    {ok, NextStateName :: atom(), NewStateData :: term()}.
-callback format_status(Option :: normal | terminate, list()) -> term().
-optional_callbacks([handle_info/3, terminate/3, code_change/4, format_status/2]).

%% --- starting

start(Module, Args, Options) -> gen:start(?MODULE, nolink, Module, Args, Options).
start(Name, Module, Args, Options) -> gen:start(?MODULE, nolink, Name, Module, Args, Options).

start_link(Module, Args, Options) -> gen:start(?MODULE, link, Module, Args, Options).
start_link(Name, Module, Args, Options) -> gen:start(?MODULE, link, Name, Module, Args, Options).

stop(Fsm) -> gen:stop(Fsm).
stop(Fsm, Reason, Timeout) -> gen:stop(Fsm, Reason, Timeout).

init_it(Starter, self, NameRef, Module, Args, Options) ->
    init_it(Starter, self(), NameRef, Module, Args, Options);
init_it(Starter, Parent, NameRef, Module, Args, Options) ->
    Name = gen:name(NameRef),
    Debug = gen:debug_options(Name, Options),
    HibernateAfter = gen:hibernate_after(Options),
    Failed = fun(Reply, Reason) ->
                     gen:unregister_name(NameRef),
                     proc_lib:init_ack(Starter, Reply),
                     Reason
             end,
    case catch Module:init(Args) of
        {ok, State, Data} ->
            proc_lib:init_ack(Starter, {ok, self()}),
            loop(Parent, Name, State, Data, Module, infinity, HibernateAfter, Debug);
        {ok, State, Data, Next} ->
            proc_lib:init_ack(Starter, {ok, self()}),
            loop(Parent, Name, State, Data, Module, Next, HibernateAfter, Debug);
        {stop, Reason} -> exit(Failed({error, Reason}, Reason));
        ignore -> exit(Failed(ignore, normal));
        {'EXIT', Reason} -> exit(Failed({error, Reason}, Reason));
        Other -> exit(Failed({error, {bad_return_value, Other}}, {bad_return_value, Other}))
    end.

enter_loop(Module, Options, State, Data) -> enter_loop(Module, Options, State, Data, self(), infinity).

enter_loop(Module, Options, State, Data, NameRef) when is_tuple(NameRef) ->
    enter_loop(Module, Options, State, Data, NameRef, infinity);
enter_loop(Module, Options, State, Data, Timeout) -> enter_loop(Module, Options, State, Data, self(), Timeout).

enter_loop(Module, Options, State, Data, NameRef, Timeout) ->
    Name = gen:get_proc_name(NameRef),
    Parent = gen:get_parent(),
    Debug = gen:debug_options(Name, Options),
    loop(Parent, Name, State, Data, Module, Timeout, gen:hibernate_after(Options), Debug).

%% --- telling and asking

send_event(Fsm, Event) when is_tuple(Fsm) -> send(Fsm, {'$gen_event', Event});
send_event(Fsm, Event) ->
    Fsm ! {'$gen_event', Event},
    ok.

send_all_state_event(Fsm, Event) when is_tuple(Fsm) -> send(Fsm, {'$gen_all_state_event', Event});
send_all_state_event(Fsm, Event) ->
    Fsm ! {'$gen_all_state_event', Event},
    ok.

%% That nobody has the name is no error here.
send({global, Name}, Message) ->
    catch global:send(Name, Message),
    ok;
send({via, Module, Name}, Message) ->
    catch Module:send(Name, Message),
    ok;
send({_, _} = Fsm, Message) ->
    Fsm ! Message,
    ok.

%% Whoever waits is seen in the function that was called.
-define(ASK(Label, Fsm, Event, Timeout, Args),
        try gen:call(Fsm, Label, Event, Timeout) of
            {ok, Reply} -> Reply
        catch
            exit:Reason -> exit({Reason, {?MODULE, ?FUNCTION_NAME, Args}})
        end).

sync_send_event(Fsm, Event) -> ?ASK('$gen_sync_event', Fsm, Event, 5000, [Fsm, Event]).
sync_send_event(Fsm, Event, Timeout) -> ?ASK('$gen_sync_event', Fsm, Event, Timeout, [Fsm, Event, Timeout]).

sync_send_all_state_event(Fsm, Event) -> ?ASK('$gen_sync_all_state_event', Fsm, Event, 5000, [Fsm, Event]).
sync_send_all_state_event(Fsm, Event, Timeout) ->
    ?ASK('$gen_sync_all_state_event', Fsm, Event, Timeout, [Fsm, Event, Timeout]).

reply(From, Reply) -> gen:reply(From, Reply).

%% The event will be {timeout, Timer, Message}.
start_timer(Time, Message) -> erlang:start_timer(Time, self(), {'$gen_timer', Message}).

send_event_after(Time, Event) -> erlang:start_timer(Time, self(), {'$gen_event', Event}).

%% One that has fired leaves nothing behind.
cancel_timer(Timer) ->
    case erlang:cancel_timer(Timer) of
        false -> receive {timeout, Timer, _} -> 0 after 0 -> false end;
        Left -> Left
    end.

%% --- the loop

loop(Parent, Name, State, Data, Module, hibernate, HibernateAfter, Debug) ->
    proc_lib:hibernate(?MODULE, wake_hib, [Parent, Name, State, Data, Module, HibernateAfter, Debug]);
loop(Parent, Name, State, Data, Module, infinity, HibernateAfter, Debug) ->
    receive
        Message -> decode_msg(Message, Parent, Name, State, Data, Module, infinity, HibernateAfter, Debug, false)
    after HibernateAfter ->
        loop(Parent, Name, State, Data, Module, hibernate, HibernateAfter, Debug)
    end;
loop(Parent, Name, State, Data, Module, Timeout, HibernateAfter, Debug) ->
    Message = receive Any -> Any after Timeout -> {'$gen_event', timeout} end,
    decode_msg(Message, Parent, Name, State, Data, Module, Timeout, HibernateAfter, Debug, false).

wake_hib(Parent, Name, State, Data, Module, HibernateAfter, Debug) ->
    receive
        Message -> decode_msg(Message, Parent, Name, State, Data, Module, hibernate, HibernateAfter, Debug, true)
    end.

decode_msg({system, From, Request}, Parent, Name, State, Data, Module, Next, HibernateAfter, Debug, Hibernated) ->
    Misc = [Name, State, Data, Module, Next, HibernateAfter],
    sys:handle_system_msg(Request, From, Parent, ?MODULE, Debug, Misc, Hibernated);
decode_msg({'EXIT', Parent, Reason} = Message, Parent, Name, State, Data, Module, _, _, Debug, _) ->
    terminate(Reason, Name, undefined, Message, Module, State, Data, Debug);
decode_msg(Message, Parent, Name, State, Data, Module, _, HibernateAfter, Debug, _) ->
    handle_msg(Message, Parent, Name, State, Data, Module, HibernateAfter, watched(Debug, Name, {in, Message, State})).

handle_msg(Message, Parent, Name, State, Data, Module, HibernateAfter, Debug) ->
    From = asker(Message),
    case catch dispatch(Message, Module, State, Data) of
        {next_state, Next, NewData} ->
            loop(Parent, Name, Next, NewData, Module, infinity, HibernateAfter, watched(Debug, Name, {noreply, Next}));
        {next_state, Next, NewData, Timeout} ->
            loop(Parent, Name, Next, NewData, Module, Timeout, HibernateAfter, watched(Debug, Name, {noreply, Next}));
        {reply, Reply, Next, NewData} when From =/= undefined ->
            Debug1 = replied(From, Reply, Next, Name, Debug),
            loop(Parent, Name, Next, NewData, Module, infinity, HibernateAfter, Debug1);
        {reply, Reply, Next, NewData, Timeout} when From =/= undefined ->
            Debug1 = replied(From, Reply, Next, Name, Debug),
            loop(Parent, Name, Next, NewData, Module, Timeout, HibernateAfter, Debug1);
        {stop, Reason, NewData} ->
            terminate(Reason, Name, From, Message, Module, State, NewData, Debug);
        {stop, Reason, Reply, NewData} when From =/= undefined ->
            %% Who asked hears of it when all is over.
            {'EXIT', Final} = (catch terminate(Reason, Name, From, Message, Module, State, NewData, Debug)),
            replied(From, Reply, State, Name, Debug),
            exit(Final);
        {'EXIT', {undef, [{Module, handle_info, [_, _, _], _} | _]} = Reason} ->
            %% A machine without handle_info drops what it does not expect.
            case erlang:function_exported(Module, handle_info, 3) of
                false ->
                    unhandled_message(Module, Message),
                    loop(Parent, Name, State, Data, Module, infinity, HibernateAfter, Debug);
                true ->
                    terminate(Reason, Name, From, Message, Module, State, Data, Debug)
            end;
        {'EXIT', Reason} ->
            terminate(Reason, Name, From, Message, Module, State, Data, Debug);
        Other ->
            terminate({bad_return_value, Other}, Name, From, Message, Module, State, Data, Debug)
    end.

dispatch({'$gen_event', Event}, Module, State, Data) -> Module:State(Event, Data);
dispatch({'$gen_all_state_event', Event}, Module, State, Data) -> Module:handle_event(Event, State, Data);
dispatch({'$gen_sync_event', From, Event}, Module, State, Data) -> Module:State(Event, From, Data);
dispatch({'$gen_sync_all_state_event', From, Event}, Module, State, Data) ->
    Module:handle_sync_event(Event, From, State, Data);
dispatch({timeout, Timer, {'$gen_timer', Message}}, Module, State, Data) -> Module:State({timeout, Timer, Message}, Data);
dispatch({timeout, _, {'$gen_event', Event}}, Module, State, Data) -> Module:State(Event, Data);
dispatch(Info, Module, State, Data) -> Module:handle_info(Info, State, Data).

asker({'$gen_sync_event', From, _}) -> From;
asker({'$gen_sync_all_state_event', From, _}) -> From;
asker(_) -> undefined.

replied(From, Reply, State, Name, Debug) ->
    gen:reply(From, Reply),
    watched(Debug, Name, {out, Reply, From, State}).

watched([], _, _) -> [];
watched(Debug, Name, Event) -> sys:handle_debug(Debug, fun print_event/3, Name, Event).

%% --- the end

terminate(Reason, Name, From, Message, Module, State, Data, Debug) ->
    Outcome = erlang:function_exported(Module, terminate, 3) andalso (catch Module:terminate(Reason, State, Data)),
    Final = case Outcome of {'EXIT', NewReason} -> NewReason; _ -> Reason end,
    case {Outcome, Final} of
        {{'EXIT', _}, _} -> error_info(Final, Name, From, Message, Module, State, Data, Debug);
        {_, normal} -> ok;
        {_, shutdown} -> ok;
        {_, {shutdown, _}} -> ok;
        _ -> error_info(Final, Name, From, Message, Module, State, Data, Debug)
    end,
    exit(Final).

%% --- system messages (see sys)

system_continue(Parent, Debug, [Name, State, Data, Module, Next, HibernateAfter]) ->
    loop(Parent, Name, State, Data, Module, Next, HibernateAfter, Debug).

system_terminate(Reason, _Parent, Debug, [Name, State, Data, Module, _, _]) ->
    terminate(Reason, Name, undefined, [], Module, State, Data, Debug).

system_code_change([Name, State, Data, Module, Next, HibernateAfter], _, OldVsn, Extra) ->
    case catch Module:code_change(OldVsn, State, Data, Extra) of
        {ok, NewState, NewData} -> {ok, [Name, NewState, NewData, Module, Next, HibernateAfter]};
        Other -> Other
    end.

system_get_state([_, State, Data, _, _, _]) -> {ok, {State, Data}}.

system_replace_state(Fun, [Name, State, Data, Module, Next, HibernateAfter]) ->
    {NewState, NewData} = Result = Fun({State, Data}),
    {ok, Result, [Name, NewState, NewData, Module, Next, HibernateAfter]}.

format_status(Option, [Dictionary, SysState, Parent, Debug, [Name, State, Data, Module, _, _]]) ->
    Shown = case shown_data(Module, Option, Dictionary, Data, [{data, [{"StateData", Data}]}]) of
                List when is_list(List) -> List;
                Other -> [Other]
            end,
    [{header, gen:format_status_header("Status for state machine", Name)},
     {data, [{"Status", SysState}, {"Parent", Parent}, {"Logged events", sys:get_log(Debug)}, {"StateName", State}]}
     | Shown].

shown_data(Module, Option, Dictionary, Data, Default) ->
    case erlang:function_exported(Module, format_status, 2) of
        true ->
            try Module:format_status(Option, [Dictionary, Data])
            catch _:_ -> Default
            end;
        false -> Default
    end.

%% What is printed about a watched machine.
print_event(Device, Event, Name) ->
    {Format, Args} = event_text(Event),
    io:format(Device, "*DBG* ~tp " ++ Format ++ "~n", [Name | Args]).

event_text({in, {'$gen_event', Event}, State}) -> {"got event ~tp in state ~tw", [Event, State]};
event_text({in, {'$gen_all_state_event', Event}, State}) -> {"got all_state_event ~tp in state ~tw", [Event, State]};
event_text({in, {'$gen_sync_event', {From, _}, Event}, State}) ->
    {"got sync_event ~tp from ~tw in state ~tw", [Event, From, State]};
event_text({in, {'$gen_sync_all_state_event', {From, _}, Event}, State}) ->
    {"got sync_all_state_event ~tp from ~tw in state ~tw", [Event, From, State]};
event_text({in, {timeout, Timer, {'$gen_timer', Message}}, State}) ->
    {"got timer ~tp in state ~tw", [{timeout, Timer, Message}, State]};
event_text({in, {timeout, _, {'$gen_event', Event}}, State}) -> {"got timer ~tp in state ~tw", [Event, State]};
event_text({in, Message, State}) -> {"got ~tp in state ~tw", [Message, State]};
event_text({out, Reply, {To, _}, State}) -> {"sent ~tp to ~tw~n      and switched to state ~tw", [Reply, To, State]};
event_text({noreply, State}) -> {"switched to state ~tw", [State]}.

%% --- reports

unhandled_message(Module, Message) ->
    report(warning, #{label => {gen_fsm, no_handle_info}, module => Module, message => Message}, warning_msg).

error_info(Reason, Name, From, Message, Module, State, Data, Debug) ->
    report(error, #{label => {gen_fsm, terminate}, name => Name, last_message => Message, state_name => State,
                    state_data => shown_data(Module, terminate, get(), Data, Data), log => sys:get_log(Debug),
                    reason => Reason, client_info => gen:client_info(From)}, error).

report(Level, Report, Tag) ->
    logger:log(Level, Report, #{domain => [otp], report_cb => fun ?MODULE:format_log/2,
                                error_logger => #{tag => Tag, report_cb => fun ?MODULE:format_log/1}}).

format_log(Report) -> gen:report_format(lines(Report)).

format_log(Report, #{single_line := true} = Config) -> gen:report_text(sentences(Report), Config);
format_log(Report, Config) -> gen:report_text(lines(Report), Config).

lines(#{label := {gen_fsm, no_handle_info}, module := Module, message := Message}) ->
    [{"** Undefined handle_info in ~p~n** Unhandled message: ~tp~n", [Module, Message]}];
lines(#{label := {gen_fsm, terminate}, name := Name, last_message := Message, state_name := State, state_data := Data,
        log := Log, reason := Reason, client_info := Client}) ->
    {Last, LastArgs} = last_text(Message),
    [{"** State machine ~tp terminating \n", [Name]}, {"** Last " ++ Last ++ "~n", LastArgs},
     {"** When State == ~tp~n**      Data  == ~tp~n** Reason for termination ==~n** ~tp~n",
      [State, Data, gen:shown_reason(Reason)]}] ++
    [{"** Log ==~n**~tp~n", [Log]} || Log =/= []] ++ gen:client_lines(Client).

last_text({'$gen_event', Event}) -> {"event in was ~tp", [Event]};
last_text({'$gen_all_state_event', Event}) -> {"event in was ~tp (for all states)", [Event]};
last_text({'$gen_sync_event', {From, _}, Event}) -> {"sync event in was ~tp from ~tp", [Event, From]};
last_text({'$gen_sync_all_state_event', {From, _}, Event}) ->
    {"sync event in was ~tp (for all states) from ~tp", [Event, From]};
last_text({timeout, Timer, {'$gen_timer', Message}}) -> {"timer event in was ~tp", [{timeout, Timer, Message}]};
last_text({timeout, _, {'$gen_event', Event}}) -> {"timer event in was ~tp", [Event]};
last_text(Message) -> {"message in was ~tp", [Message]}.

%% The same on one line.
sentences(#{label := {gen_fsm, no_handle_info}, module := Module, message := Message}) ->
    [{"Undefined handle_info in ~p. Unhandled message: ~tp.", [Module, Message]}];
sentences(#{label := {gen_fsm, terminate}, name := Name, last_message := Message, state_name := State, state_data := Data,
            log := Log, reason := Reason, client_info := Client}) ->
    {Last, LastArgs} = last_text(Message),
    [{"State machine ~tp terminating. Reason: ~tp. Last " ++ Last ++ ". State: ~tp. Data: ~tp.",
      [Name, gen:shown_reason(Reason)] ++ LastArgs ++ [State, Data]}] ++
    [{" Log: ~tp", [Log]} || Log =/= []] ++ gen:client_sentences(Client).
