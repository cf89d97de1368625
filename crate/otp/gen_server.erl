%% A server: a process that keeps a state and answers requests one after the other. What is the same for all servers
%% stands here; what this one does, in the callback module. Follow a call: call/2 sends {'$gen_call', From, Request},
%% loop/7 receives it, handle_msg/6 asks Module:handle_call/3 and sends what it replies.
-module(gen_server).
-export([start/3, start/4, start_link/3, start_link/4, start_monitor/3, start_monitor/4, stop/1, stop/3,
         call/2, call/3, cast/2, reply/2, abcast/2, abcast/3, multi_call/2, multi_call/3, multi_call/4,
         send_request/2, send_request/4, wait_response/2, wait_response/3, receive_response/2, receive_response/3,
         check_response/2, check_response/3, reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1,
         enter_loop/3, enter_loop/4, enter_loop/5]).
%% For gen, sys, proc_lib and the logger.
-export([init_it/6, wake_hib/6, system_continue/3, system_terminate/4, system_code_change/4, system_get_state/1,
         system_replace_state/2, format_status/2, format_log/1, format_log/2]).

-callback init(Args :: term()) ->
    {ok, State :: term()} | {ok, State :: term(), timeout() | hibernate | {continue, term()}} |
    {stop, Reason :: term()} | ignore.
-callback handle_call(Request :: term(), From :: {pid(), Tag :: term()}, State :: term()) -> term().
-callback handle_cast(Request :: term(), State :: term()) -> term().
-callback handle_info(Info :: timeout | term(), State :: term()) -> term().
-callback handle_continue(Info :: term(), State :: term()) -> term().
-callback terminate(Reason :: term(), State :: term()) -> term().
-callback code_change(OldVsn :: term(), State :: term(), Extra :: term()) -> {ok, term()} | {error, term()}.
-callback format_status(Status :: map()) -> map().
-callback format_status(Option :: normal | terminate, Args :: list()) -> term().
-optional_callbacks([handle_info/2, handle_continue/2, terminate/2, code_change/3, format_status/1, format_status/2]).

%% What a callback may ask for after its state: a timeout, hibernation, or to go on at once.
-define(IS_NEXT(Next), (Next =:= infinity orelse Next =:= hibernate orelse is_integer(Next) andalso Next >= 0 orelse
                        is_tuple(Next) andalso tuple_size(Next) =:= 2 andalso element(1, Next) =:= continue)).

%% The stack of an end that the server itself decides on, at the function that OTP would name.
-define(AT(Function, Arity), gen:stack(?MODULE, [{Function, Arity}], ?LINE)).

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

call(Server, Request) ->
    case catch gen:call(Server, '$gen_call', Request) of
        {ok, Reply} -> Reply;
        {'EXIT', Reason} -> exit({Reason, {?MODULE, call, [Server, Request]}})
    end.

call(Server, Request, Timeout) ->
    case catch gen:call(Server, '$gen_call', Request, Timeout) of
        {ok, Reply} -> Reply;
        {'EXIT', Reason} -> exit({Reason, {?MODULE, call, [Server, Request, Timeout]}})
    end.

%% Whether it arrives, the sender never knows.
cast({global, Name}, Request) ->
    catch global:send(Name, {'$gen_cast', Request}),
    ok;
cast({via, Module, Name}, Request) ->
    catch Module:send(Name, {'$gen_cast', Request}),
    ok;
cast({Name, Node} = Server, Request) when is_atom(Name), is_atom(Node) ->
    cast_to(Server, Request);
cast(Server, Request) when is_atom(Server); is_pid(Server) ->
    cast_to(Server, Request).

cast_to(Server, Request) -> send_cast(Server, {'$gen_cast', Request}).

send_cast(Server, Message) ->
    case catch erlang:send(Server, Message, [noconnect]) of
        %% The caller does not wait for a connection.
        noconnect -> spawn(erlang, send, [Server, Message]);
        _ -> ok
    end,
    ok.

reply(Client, Reply) -> gen:reply(Client, Reply).

abcast(Name, Request) -> abcast([node() | nodes()], Name, Request).

abcast(Nodes, Name, Request) when is_list(Nodes), is_atom(Name) ->
    do_abcast(Nodes, Name, {'$gen_cast', Request}).

do_abcast([Node | Nodes], Name, Message) when is_atom(Node) ->
    send_cast({Name, Node}, Message),
    do_abcast(Nodes, Name, Message);
do_abcast([], _, _) ->
    abcast.

multi_call(Name, Request) -> multi_call([node() | nodes()], Name, Request).

multi_call(Nodes, Name, Request) when is_list(Nodes), is_atom(Name) -> multi_call(Nodes, Name, Request, infinity).

%% All requests are on their way before the first answer is waited for.
multi_call(Nodes, Name, Request, Timeout)
  when is_list(Nodes), is_atom(Name), Timeout =:= infinity;
       is_list(Nodes), is_atom(Name), is_integer(Timeout), Timeout >= 0 ->
    Deadline = case Timeout of
        infinity -> infinity;
        _ -> {abs, erlang:monotonic_time(millisecond) + Timeout}
    end,
    %% What is no name of a node is passed over.
    Asked = [{Node, ask_node(Node, Name, Request)} || Node <- Nodes, is_atom(Node)],
    Answers = [{Node, answer_of(Id, Deadline)} || {Node, Id} <- Asked],
    {[{Node, Reply} || {Node, {reply, Reply}} <- Answers], [Node || {Node, failed} <- Answers]}.

ask_node(Node, Name, Request) -> send_request({Name, Node}, Request).

answer_of(Id, Deadline) ->
    case receive_response(Id, Deadline) of
        {reply, _} = Reply -> Reply;
        _ -> failed
    end.

send_request(Server, Request) -> gen:send_request(Server, '$gen_call', Request).
send_request(Server, Request, Label, Requests) -> gen:send_request(Server, '$gen_call', Request, Label, Requests).

wait_response(Id, Timeout) -> gen:requests(?MODULE, wait_response, [Id, Timeout]).
wait_response(Requests, Timeout, Delete) -> gen:requests(?MODULE, wait_response, [Requests, Timeout, Delete]).

receive_response(Id, Timeout) -> gen:requests(?MODULE, receive_response, [Id, Timeout]).
receive_response(Requests, Timeout, Delete) -> gen:requests(?MODULE, receive_response, [Requests, Timeout, Delete]).

check_response(Message, Id) -> gen:requests(?MODULE, check_response, [Message, Id]).
check_response(Message, Requests, Delete) -> gen:requests(?MODULE, check_response, [Message, Requests, Delete]).

reqids_new() -> gen:reqids_new().

%% The caller sees its own call fail.
reqids_size(Requests) -> gen:requests(?MODULE, reqids_size, [Requests]).

reqids_add(Id, Label, Requests) -> gen:requests(?MODULE, reqids_add, [Id, Label, Requests]).

reqids_to_list(Requests) -> gen:requests(?MODULE, reqids_to_list, [Requests]).

%% --- the beginning of a server's life

init_it(Starter, self, Name, Module, Args, Options) ->
    init_it(Starter, self(), Name, Module, Args, Options);
init_it(Starter, Parent, NameRef, Module, Args, Options) ->
    Name = gen:name(NameRef),
    Debug = gen:debug_options(Name, Options),
    HibernateAfter = gen:hibernate_after(Options),
    case init_it(Module, Args) of
        {ok, {ok, State}} ->
            proc_lib:init_ack(Starter, {ok, self()}),
            loop(Parent, Name, State, Module, infinity, HibernateAfter, Debug);
        {ok, {ok, State, Next}} when ?IS_NEXT(Next) ->
            proc_lib:init_ack(Starter, {ok, self()}),
            loop(Parent, Name, State, Module, Next, HibernateAfter, Debug);
        {ok, {stop, Reason}} ->
            %% The name is free again before the starter hears of it, so that it can try once more at once.
            gen:unregister_name(NameRef),
            proc_lib:init_ack(Starter, {error, Reason}),
            exit(Reason);
        {ok, ignore} ->
            gen:unregister_name(NameRef),
            proc_lib:init_ack(Starter, ignore),
            exit(normal);
        {ok, Other} ->
            gen:unregister_name(NameRef),
            Reason = {bad_return_value, Other},
            proc_lib:init_ack(Starter, {error, Reason}),
            exit(Reason);
        {'EXIT', Class, Reason, Stack} ->
            gen:unregister_name(NameRef),
            proc_lib:init_ack(Starter, {error, exit_reason(Class, Reason, Stack)}),
            erlang:raise(Class, Reason, Stack)
    end.

%% As everywhere in a behaviour, throwing is another way to return.
init_it(Module, Args) ->
    try
        {ok, Module:init(Args)}
    catch
        throw:Returned -> {ok, Returned};
        Class:Reason:Stack -> {'EXIT', Class, Reason, Stack}
    end.

exit_reason(error, Reason, Stack) -> {Reason, Stack};
exit_reason(exit, Reason, _) -> Reason.

%% A process that was started otherwise (by proc_lib) becomes a server.
enter_loop(Module, Options, State) -> enter_loop(Module, Options, State, self(), infinity).

enter_loop(Module, Options, State, {Kind, _} = Name) when Kind =:= local; Kind =:= global ->
    enter_loop(Module, Options, State, Name, infinity);
enter_loop(Module, Options, State, {via, _, _} = Name) ->
    enter_loop(Module, Options, State, Name, infinity);
enter_loop(Module, Options, State, Next) when ?IS_NEXT(Next) ->
    enter_loop(Module, Options, State, self(), Next).

enter_loop(Module, Options, State, NameRef, Next) when ?IS_NEXT(Next) ->
    Name = gen:get_proc_name(NameRef),
    Parent = gen:get_parent(),
    Debug = gen:debug_options(Name, Options),
    loop(Parent, Name, State, Module, Next, gen:hibernate_after(Options), Debug).

%% --- the loop: State is the server's own, all else stays as it is

loop(Parent, Name, State, Module, {continue, What} = Continue, HibernateAfter, Debug) ->
    Result = try_dispatch(Module, handle_continue, What, State),
    Debug1 = watched(Debug, Name, Continue),
    answered(Result, undefined, Continue, Parent, Name, State, Module, HibernateAfter, Debug1);
loop(Parent, Name, State, Module, hibernate, HibernateAfter, Debug) ->
    proc_lib:hibernate(?MODULE, wake_hib, [Parent, Name, State, Module, HibernateAfter, Debug]);
loop(Parent, Name, State, Module, infinity, HibernateAfter, Debug) ->
    receive
        Message -> decode_msg(Message, Parent, Name, State, Module, infinity, HibernateAfter, Debug, false)
    after HibernateAfter ->
        loop(Parent, Name, State, Module, hibernate, HibernateAfter, Debug)
    end;
loop(Parent, Name, State, Module, Timeout, HibernateAfter, Debug) ->
    receive
        Message -> decode_msg(Message, Parent, Name, State, Module, Timeout, HibernateAfter, Debug, false)
    after Timeout ->
        decode_msg(timeout, Parent, Name, State, Module, Timeout, HibernateAfter, Debug, false)
    end.

wake_hib(Parent, Name, State, Module, HibernateAfter, Debug) ->
    receive
        Message -> decode_msg(Message, Parent, Name, State, Module, hibernate, HibernateAfter, Debug, true)
    end.

decode_msg({system, From, Request}, Parent, Name, State, Module, Next, HibernateAfter, Debug, Hibernated) ->
    Misc = [Name, State, Module, Next, HibernateAfter],
    sys:handle_system_msg(Request, From, Parent, ?MODULE, Debug, Misc, Hibernated);
decode_msg({'EXIT', Parent, Reason} = Message, Parent, Name, State, Module, _, _, Debug, _) ->
    terminate(exit, Reason, ?AT(decode_msg, 9), [], Name, undefined, Message, Module, State, Debug);
decode_msg(Message, Parent, Name, State, Module, _, HibernateAfter, [], _) ->
    handle_msg(Message, Parent, Name, State, Module, HibernateAfter);
decode_msg(Message, Parent, Name, State, Module, _, HibernateAfter, Debug, _) ->
    handle_msg(Message, Parent, Name, State, Module, HibernateAfter, watched(Debug, Name, {in, Message})).

%% --- one message

handle_msg({'$gen_call', From, Request}, Parent, Name, State, Module, HibernateAfter) ->
    Result = try_handle_call(Module, Request, From, State),
    answered(Result, From, Request, Parent, Name, State, Module, HibernateAfter, []);
handle_msg(Message, Parent, Name, State, Module, HibernateAfter) ->
    Result = try_dispatch(Message, Module, State),
    answered(Result, undefined, Message, Parent, Name, State, Module, HibernateAfter, []).

%% The same when somebody watches.
handle_msg({'$gen_call', From, Request}, Parent, Name, State, Module, HibernateAfter, Debug) ->
    Result = try_handle_call(Module, Request, From, State),
    answered(Result, From, Request, Parent, Name, State, Module, HibernateAfter, Debug);
handle_msg(Message, Parent, Name, State, Module, HibernateAfter, Debug) ->
    Result = try_dispatch(Message, Module, State),
    answered(Result, undefined, Message, Parent, Name, State, Module, HibernateAfter, Debug).

try_handle_call(Module, Request, From, State) ->
    try
        {ok, Module:handle_call(Request, From, State)}
    catch
        throw:Returned -> {ok, Returned};
        Class:Reason:Stack -> {'EXIT', Class, Reason, Stack}
    end.

try_dispatch({'$gen_cast', Request}, Module, State) -> try_dispatch(Module, handle_cast, Request, State);
try_dispatch(Info, Module, State) -> try_dispatch(Module, handle_info, Info, State).

try_dispatch(Module, Function, Message, State) ->
    try
        {ok, Module:Function(Message, State)}
    catch
        throw:Returned ->
            {ok, Returned};
        error:undef:Stack when Function =:= handle_info ->
            %% A server without handle_info drops what it does not expect.
            case erlang:function_exported(Module, handle_info, 2) of
                false ->
                    unhandled_message(Module, Message),
                    {ok, {noreply, State}};
                true ->
                    {'EXIT', error, undef, Stack}
            end;
        Class:Reason:Stack ->
            {'EXIT', Class, Reason, Stack}
    end.

%% Does what the callback says. From: who called, or undefined; only a call can be answered with a reply.
answered({ok, {reply, Reply, NewState}}, From, _, Parent, Name, _, Module, HibernateAfter, Debug)
  when From =/= undefined ->
    Debug1 = replied(From, Reply, NewState, Name, Debug),
    loop(Parent, Name, NewState, Module, infinity, HibernateAfter, Debug1);
answered({ok, {noreply, NewState}}, _, _, Parent, Name, _, Module, HibernateAfter, Debug) ->
    loop(Parent, Name, NewState, Module, infinity, HibernateAfter, watched(Debug, Name, {noreply, NewState}));
answered({ok, {reply, Reply, NewState, Next}}, From, _, Parent, Name, _, Module, HibernateAfter, Debug)
  when From =/= undefined, ?IS_NEXT(Next) ->
    Debug1 = replied(From, Reply, NewState, Name, Debug),
    loop(Parent, Name, NewState, Module, Next, HibernateAfter, Debug1);
answered({ok, {noreply, NewState, Next}}, _, _, Parent, Name, _, Module, HibernateAfter, Debug) when ?IS_NEXT(Next) ->
    loop(Parent, Name, NewState, Module, Next, HibernateAfter, watched(Debug, Name, {noreply, NewState}));
answered({ok, {stop, Reason, NewState}}, From, Message, _, Name, _, Module, _, Debug) ->
    terminate(exit, Reason, ?AT(handle_common_reply, 8), [], Name, From, Message, Module, NewState, Debug);
answered({ok, {stop, Reason, Reply, NewState}}, From, Message, _, Name, _, Module, _, Debug) when From =/= undefined ->
    %% The caller hears of it when all is over.
    try
        terminate(exit, Reason, ?AT(handle_msg, 6), [], Name, From, Message, Module, NewState, Debug)
    after
        replied(From, Reply, NewState, Name, Debug)
    end;
answered({ok, Other}, From, Message, _, Name, State, Module, _, Debug) ->
    Reason = {bad_return_value, Other},
    terminate(exit, Reason, ?AT(handle_common_reply, 8), [], Name, From, Message, Module, State, Debug);
answered({'EXIT', Class, Reason, Stack}, From, Message, _, Name, State, Module, _, Debug) ->
    terminate(Class, Reason, Stack, Stack, Name, From, Message, Module, State, Debug).

replied(From, Reply, State, Name, Debug) ->
    gen:reply(From, Reply),
    watched(Debug, Name, {out, Reply, From, State}).

watched([], _, _) -> [];
watched(Debug, Name, Event) -> sys:handle_debug(Debug, fun print_event/3, Name, Event).

%% --- the end. Stack is where the exit came from, Shown what the report shows of it; who is about to end by its own
%% will or its supervisor's makes no noise.

terminate(Class, Reason, Stack, Shown, Name, From, Message, Module, State, Debug) ->
    Final = case try_terminate(Module, exit_reason(Class, Reason, Stack), State) of
        ok -> {Class, Reason, Stack, Shown};
        {'EXIT', NewClass, NewReason, NewStack} -> {NewClass, NewReason, NewStack, NewStack}
    end,
    ended(Final, Name, From, Message, Module, State, Debug).

try_terminate(Module, Reason, State) ->
    try
        erlang:function_exported(Module, terminate, 2) andalso Module:terminate(Reason, State)
    of
        _ -> ok
    catch
        throw:_ -> ok;
        Class:NewReason:Stack -> {'EXIT', Class, NewReason, Stack}
    end.

ended({Class, Reason, Stack, Shown}, Name, From, Message, Module, State, Debug) ->
    case {Class, Reason} of
        {exit, normal} -> ok;
        {exit, shutdown} -> ok;
        {exit, {shutdown, _}} -> ok;
        _ -> error_info(Reason, Shown, Name, From, Message, Module, State, Debug)
    end,
    erlang:raise(Class, Reason, Stack).

%% --- system messages (see sys)

system_continue(Parent, Debug, [Name, State, Module, Timeout, HibernateAfter]) ->
    loop(Parent, Name, State, Module, Timeout, HibernateAfter, Debug).

system_terminate(Reason, _Parent, Debug, [Name, State, Module, _, _]) ->
    terminate(exit, Reason, ?AT(system_terminate, 4), [], Name, undefined, [], Module, State, Debug).

system_code_change([Name, State, Module, Timeout, HibernateAfter], _, OldVsn, Extra) ->
    case catch Module:code_change(OldVsn, State, Extra) of
        {ok, NewState} -> {ok, [Name, NewState, Module, Timeout, HibernateAfter]};
        Other -> Other
    end.

system_get_state([_, State, _, _, _]) -> {ok, State}.

system_replace_state(Fun, [Name, State, Module, Timeout, HibernateAfter]) ->
    NewState = Fun(State),
    {ok, NewState, [Name, NewState, Module, Timeout, HibernateAfter]}.

format_status(Option, [Dictionary, SysState, Parent, Debug, [Name, State, Module, _, _]]) ->
    Log = sys:get_log(Debug),
    Shown = gen:format_status(Module, Option, #{state => State, log => Log}, [Dictionary, State]),
    Specific = case Shown of
        #{'EXIT' := Text} -> [{data, [{"State", Text}]}];
        #{'$status' := Status} when is_list(Status) -> Status;
        #{'$status' := Status} -> [Status];
        #{state := Status} -> [{data, [{"State", Status}]}]
    end,
    [{header, gen:format_status_header("Status for generic server", Name)},
     {data, [{"Status", SysState}, {"Parent", Parent}, {"Logged events", maps:get(log, Shown)}]}
     | Specific].

%% What is printed about a watched server.
print_event(Device, Event, Name) ->
    io:format(Device, "*DBG* ~tp " ++ event_text(Event), [Name | event_args(Event)]).

event_text({in, {'$gen_call', _, _}}) -> "got call ~tp from ~tw~n";
event_text({in, {'$gen_cast', _}}) -> "got cast ~tp~n";
event_text({in, _}) -> "got ~tp~n";
event_text({out, _, _, _}) -> "sent ~tp to ~tw, new state ~tp~n";
event_text({noreply, _}) -> "new state ~tp~n";
event_text(_) -> "dbg  ~tp~n".

event_args({in, {'$gen_call', {From, _}, Request}}) -> [Request, From];
event_args({in, {'$gen_cast', Request}}) -> [Request];
event_args({in, Message}) -> [Message];
event_args({out, Reply, {To, _}, State}) -> [Reply, To, State];
event_args({noreply, State}) -> [State];
event_args(Event) -> [Event].

%% --- reports

unhandled_message(Module, Message) ->
    logger:log(warning, #{label => {gen_server, no_handle_info}, module => Module, message => Message},
               #{domain => [otp], report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => warning_msg, report_cb => fun ?MODULE:format_log/1},
                 mfa => {?MODULE, try_dispatch, 4}, file => "gen_server.erl", line => ?LINE}).

error_info(_, _, application_controller, _, _, _, _, _) ->
    ok;
error_info(Reason, Stack, Name, From, Message, Module, State, Debug) ->
    Log = sys:get_log(Debug),
    Status = gen:format_status(Module, terminate, #{state => State, message => Message, reason => Reason, log => Log},
                               [get(), State]),
    ShownState = case Status of
        #{'EXIT' := Text} -> Text;
        #{'$status' := Shown} -> Shown;
        #{state := Shown} -> Shown
    end,
    ShownReason = case Stack of [] -> maps:get(reason, Status); _ -> {maps:get(reason, Status), Stack} end,
    logger:log(error, #{label => {gen_server, terminate}, name => Name, last_message => maps:get(message, Status),
                        state => ShownState, log => maps:get(log, Status), reason => ShownReason,
                        client_info => gen:client_info(From)},
               #{domain => [otp], report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => error, report_cb => fun ?MODULE:format_log/1},
                 mfa => {?MODULE, error_info, 8}, file => "gen_server.erl", line => ?LINE}).

format_log(Report) -> gen:report_format(lines(Report)).

format_log(Report, #{single_line := true} = Config) -> gen:report_text(sentences(Report), Config);
format_log(Report, Config) -> gen:report_text(lines(Report), Config).

lines(#{label := {gen_server, no_handle_info}, module := Module, message := Message}) ->
    [{"** Undefined handle_info in ~p~n** Unhandled message: ~tp~n", [Module, Message]}];
lines(#{label := {gen_server, terminate}, name := Name, last_message := Message, state := State, log := Log,
        reason := Reason, client_info := Client}) ->
    [{"** Generic server ~tp terminating \n** Last message in was ~tp~n", [Name, Message]},
     {"** When Server state == ~tp~n", [State]},
     {"** Reason for termination ==~n** ~tp~n", [gen:shown_reason(Reason)]}] ++
    [{["** Log ==~n** [", lists:join(",~n    ", ["~tp" || _ <- Log]), "]~n"], Log} || Log =/= []] ++
    gen:client_lines(Client).

%% The same on one line.
sentences(#{label := {gen_server, no_handle_info}, module := Module, message := Message}) ->
    [{"Undefined handle_info in ~p. Unhandled message: ~tp.", [Module, Message]}];
sentences(#{label := {gen_server, terminate}, name := Name, last_message := Message, state := State, log := Log,
            reason := Reason, client_info := Client}) ->
    [{"Generic server ~tp terminating. Reason: ~tp. Last message: ~tp. State: ~tp.",
      [Name, gen:shown_reason(Reason), Message, State]}] ++
    [{" Log: ~tp", [Log]} || Log =/= []] ++ gen:client_sentences(Client).
