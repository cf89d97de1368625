%% An event manager: a process to which handlers are added, each a callback module with a state of its own, and that
%% hands every event to all of them. A handler that fails is removed; the manager and the other handlers go on.
%%
%% Follow an event: fetch_msg/6 receives {notify, Event}, server_notify/4 goes through the handlers, server_update/4 asks
%% one of them. Requests come as {Caller, From, Request}; call/3 reaches one handler by server_call_update/3.
-module(gen_event).
-export([start/0, start/1, start/2, start_link/0, start_link/1, start_link/2, start_monitor/0, start_monitor/1,
         start_monitor/2, stop/1, stop/3, notify/2, sync_notify/2, add_handler/3, add_sup_handler/3, delete_handler/3,
         swap_handler/3, swap_sup_handler/3, which_handlers/1, call/3, call/4, send_request/3, send_request/5,
         wait_response/2, wait_response/3, receive_response/2, receive_response/3, check_response/2, check_response/3,
         reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1]).
%% For gen, sys, proc_lib and the logger.
-export([init_it/6, wake_hib/5, system_continue/3, system_terminate/4, system_code_change/4, system_get_state/1,
         system_replace_state/2, format_status/2, format_log/1, format_log/2]).

-callback init(Args :: term()) ->
    {ok, State :: term()} | {ok, State :: term(), hibernate} | {error, Reason :: term()}.
-callback handle_event(Event :: term(), State :: term()) -> term().
-callback handle_call(Request :: term(), State :: term()) -> term().
-callback handle_info(Info :: term(), State :: term()) -> term().
-callback terminate(Args :: term(), State :: term()) -> term().
-callback code_change(OldVsn :: term(), State :: term(), Extra :: term()) -> {ok, NewState :: term()}.
-callback format_status(Status :: map()) -> map().
-callback format_status(Option :: normal | terminate, Args :: list()) -> term().
-optional_callbacks([handle_info/2, terminate/2, code_change/3, format_status/1, format_status/2]).

%% id: false for a handler that is known by its module alone. supervised: the process that wants to hear of its end, to
%% which the manager is linked, or false.
-record(handler, {module, id = false, state, supervised = false}).

%% --- starting and stopping

start() -> gen:start(?MODULE, nolink, no_callback, [], []).
start(Name) when is_tuple(Name) -> start(Name, []);
start(Options) when is_list(Options) -> gen:start(?MODULE, nolink, no_callback, [], Options).
start(Name, Options) -> gen:start(?MODULE, nolink, Name, no_callback, [], Options).

start_link() -> gen:start(?MODULE, link, no_callback, [], []).
start_link(Name) when is_tuple(Name) -> start_link(Name, []);
start_link(Options) when is_list(Options) -> gen:start(?MODULE, link, no_callback, [], Options).
start_link(Name, Options) -> gen:start(?MODULE, link, Name, no_callback, [], Options).

start_monitor() -> gen:start(?MODULE, monitor, no_callback, [], []).
start_monitor(Name) when is_tuple(Name) -> start_monitor(Name, []);
start_monitor(Options) when is_list(Options) -> gen:start(?MODULE, monitor, no_callback, [], Options).
start_monitor(Name, Options) -> gen:start(?MODULE, monitor, Name, no_callback, [], Options).

stop(Manager) -> gen:stop(Manager).
stop(Manager, Reason, Timeout) -> gen:stop(Manager, Reason, Timeout).

%% --- asking

notify(Manager, Event) -> send(Manager, {notify, Event}).

send({global, Name}, Message) ->
    catch global:send(Name, Message),
    ok;
send({via, Module, Name}, Message) ->
    catch Module:send(Name, Message),
    ok;
send(Manager, Message) ->
    Manager ! Message,
    ok.

sync_notify(Manager, Event) -> rpc(Manager, {sync_notify, Event}).
add_handler(Manager, Handler, Args) -> rpc(Manager, {add_handler, Handler, Args}).
add_sup_handler(Manager, Handler, Args) -> rpc(Manager, {add_sup_handler, Handler, Args, self()}).
delete_handler(Manager, Handler, Args) -> rpc(Manager, {delete_handler, Handler, Args}).
swap_handler(Manager, {Old, Args}, {New, NewArgs}) -> rpc(Manager, {swap_handler, Old, Args, New, NewArgs}).
swap_sup_handler(Manager, {Old, Args}, {New, NewArgs}) ->
    rpc(Manager, {swap_sup_handler, Old, Args, New, NewArgs, self()}).
which_handlers(Manager) -> rpc(Manager, which_handlers).

rpc(Manager, Request) ->
    {ok, Answer} = gen:call(Manager, self(), Request, infinity),
    Answer.

call(Manager, Handler, Request) -> call1(Manager, Handler, Request).
call(Manager, Handler, Request, Timeout) -> call1(Manager, Handler, Request, Timeout).

call1(Manager, Handler, Request) ->
    try gen:call(Manager, self(), {call, Handler, Request}) of
        {ok, Answer} -> Answer
    catch
        exit:Reason -> exit({Reason, {?MODULE, call, [Manager, Handler, Request]}})
    end.

call1(Manager, Handler, Request, Timeout) ->
    try gen:call(Manager, self(), {call, Handler, Request}, Timeout) of
        {ok, Answer} -> Answer
    catch
        exit:Reason -> exit({Reason, {?MODULE, call, [Manager, Handler, Request, Timeout]}})
    end.

send_request(Manager, Handler, Request) -> gen:send_request(Manager, self(), {call, Handler, Request}).
send_request(Manager, Handler, Request, Label, Requests) ->
    gen:send_request(Manager, self(), {call, Handler, Request}, Label, Requests).

wait_response(Id, Timeout) -> response(gen:requests(?MODULE, wait_response, [Id, Timeout])).
wait_response(Requests, Timeout, Delete) -> response(gen:requests(?MODULE, wait_response, [Requests, Timeout, Delete])).

receive_response(Id, Timeout) -> response(gen:requests(?MODULE, receive_response, [Id, Timeout])).
receive_response(Requests, Timeout, Delete) -> response(gen:requests(?MODULE, receive_response, [Requests, Timeout, Delete])).

check_response(Message, Id) -> response(gen:requests(?MODULE, check_response, [Message, Id])).
check_response(Message, Requests, Delete) -> response(gen:requests(?MODULE, check_response, [Message, Requests, Delete])).

%% A handler that failed, or is not there, is told of in a reply.
response({reply, {error, _} = Error}) -> Error;
response({{reply, {error, _} = Error}, Label, Requests}) -> {Error, Label, Requests};
response(Response) -> Response.

reqids_new() -> gen:reqids_new().

%% The caller sees its own call fail.
reqids_size(Requests) -> gen:requests(?MODULE, reqids_size, [Requests]).

reqids_add(Id, Label, Requests) -> gen:requests(?MODULE, reqids_add, [Id, Label, Requests]).

reqids_to_list(Requests) -> gen:requests(?MODULE, reqids_to_list, [Requests]).

%% --- the manager's life

init_it(Starter, self, Name, Module, Args, Options) ->
    init_it(Starter, self(), Name, Module, Args, Options);
init_it(Starter, Parent, NameRef, _, _, Options) ->
    process_flag(trap_exit, true),
    Name = gen:name(NameRef),
    Debug = gen:debug_options(Name, Options),
    proc_lib:init_ack(Starter, {ok, self()}),
    loop(Parent, Name, [], gen:hibernate_after(Options), Debug, false).

loop(Parent, Name, Handlers, HibernateAfter, Debug, true) ->
    proc_lib:hibernate(?MODULE, wake_hib, [Parent, Name, Handlers, HibernateAfter, Debug]);
loop(Parent, Name, Handlers, HibernateAfter, Debug, false) ->
    fetch_msg(Parent, Name, Handlers, HibernateAfter, Debug, false).

wake_hib(Parent, Name, Handlers, HibernateAfter, Debug) ->
    fetch_msg(Parent, Name, Handlers, HibernateAfter, Debug, true).

fetch_msg(Parent, Name, Handlers, HibernateAfter, Debug, Hibernated) ->
    receive
        {system, From, Request} ->
            Misc = [Name, Handlers, HibernateAfter, Hibernated],
            sys:handle_system_msg(Request, From, Parent, ?MODULE, Debug, Misc, Hibernated);
        {'EXIT', Parent, Reason} ->
            terminate_server(Reason, Parent, Handlers, Name);
        Message when Debug =:= [] ->
            handle_msg(Message, Parent, Name, Handlers, HibernateAfter, []);
        Message ->
            Debug1 = sys:handle_debug(Debug, fun print_event/3, Name, {in, Message}),
            handle_msg(Message, Parent, Name, Handlers, HibernateAfter, Debug1)
    after HibernateAfter ->
        loop(Parent, Name, Handlers, HibernateAfter, Debug, true)
    end.

handle_msg(Message, Parent, Name, Handlers, HibernateAfter, Debug) ->
    {Hibernate, NewHandlers} = case Message of
        {notify, Event} ->
            server_notify(Event, handle_event, Handlers, Name);
        {'EXIT', Pid, Reason} ->
            case [Handler || #handler{supervised = Owner} = Handler <- Handlers, Owner =:= Pid] of
                [] -> server_notify(Message, handle_info, Handlers, Name);
                Orphans ->
                    Left = [Handler || Handler <- Handlers, not is_orphan(Handler, Orphans, Reason, Name)],
                    server_notify(Message, handle_info, Left, Name)
            end;
        {_, From, {sync_notify, Event}} ->
            Notified = server_notify(Event, handle_event, Handlers, Name),
            gen:reply(From, ok),
            Notified;
        {_, From, {call, Which, Request}} ->
            {Reply, Hib, Left} = server_call(Which, Request, Handlers, Name),
            gen:reply(From, Reply),
            {Hib, Left};
        {_, From, {add_handler, Which, Args}} ->
            {Reply, Hib, Left} = server_add_handler(Which, Args, false, Handlers),
            gen:reply(From, Reply),
            {Hib, Left};
        {_, From, {add_sup_handler, Which, Args, Owner}} ->
            link(Owner),
            {Reply, Hib, Left} = server_add_handler(Which, Args, Owner, Handlers),
            gen:reply(From, Reply),
            {Hib, Left};
        {_, From, {delete_handler, Which, Args}} ->
            {Reply, Left} = server_delete_handler(Which, Args, Handlers, Name),
            gen:reply(From, Reply),
            {false, Left};
        {_, From, {swap_handler, Old, Args, New, NewArgs}} ->
            {Reply, Hib, Left} = server_swap_handler(Old, Args, New, NewArgs, Handlers, Name),
            gen:reply(From, Reply),
            {Hib, Left};
        {_, From, {swap_sup_handler, Old, Args, New, NewArgs, Owner}} ->
            link(Owner),
            {Reply, Hib, Left} = server_swap_handler(Old, Args, New, NewArgs, Owner, Handlers, Name),
            gen:reply(From, Reply),
            {Hib, Left};
        {_, From, which_handlers} ->
            gen:reply(From, [key(Handler) || Handler <- Handlers]),
            {false, Handlers};
        {_, From, get_modules} ->
            gen:reply(From, lists:usort([Module || #handler{module = Module} <- Handlers])),
            {false, Handlers};
        _ ->
            server_notify(Message, handle_info, Handlers, Name)
    end,
    loop(Parent, Name, NewHandlers, HibernateAfter, Debug, Hibernate).

%% The owner of these handlers has ended.
is_orphan(Handler, Orphans, Reason, Name) ->
    lists:member(Handler, Orphans) andalso
        begin
            end_handler(Handler, {stop, Reason}, undefined, Name, shutdown),
            true
        end.

terminate_server(Reason, _Parent, Handlers, Name) ->
    [end_handler(Handler, stop, undefined, Name, shutdown) || Handler <- Handlers],
    %% The owners have been told.
    [unlink(Owner) || #handler{supervised = Owner} <- Handlers, is_pid(Owner)],
    exit(Reason).

%% --- handlers

key(#handler{module = Module, id = false}) -> Module;
key(#handler{module = Module, id = Id}) -> {Module, Id}.

new_handler({Module, Id}) -> #handler{module = Module, id = Id};
new_handler(Module) -> #handler{module = Module}.

%% The handler, and the others.
take(Which, Handlers) ->
    {Before, From} = lists:splitwith(fun(Handler) -> key(Handler) =/= Which end, Handlers),
    case From of
        [Handler | After] -> {Handler, Before ++ After};
        [] -> none
    end.

%% {WhetherToHibernate, Handlers}: each is asked in turn, and stays, is changed, or goes.
server_notify(Event, Function, [Handler | Handlers], Name) ->
    case server_update(Handler, Function, Event, Name) of
        {ok, Changed} ->
            {Hibernate, Left} = server_notify(Event, Function, Handlers, Name),
            {Hibernate, [Changed | Left]};
        {hibernate, Changed} ->
            {_, Left} = server_notify(Event, Function, Handlers, Name),
            {true, [Changed | Left]};
        gone ->
            server_notify(Event, Function, Handlers, Name)
    end;
server_notify(_, _, [], _) ->
    {false, []}.

server_update(#handler{module = Module, state = State} = Handler, Function, Event, Name) ->
    case catch Module:Function(Event, State) of
        {ok, NewState} ->
            {ok, Handler#handler{state = NewState}};
        {ok, NewState, hibernate} ->
            {hibernate, Handler#handler{state = NewState}};
        {swap_handler, Args, NewState, New, NewArgs} ->
            do_swap(Handler#handler{state = NewState}, Args, New, NewArgs, Handler#handler.supervised, Event, Name);
        remove_handler ->
            end_handler(Handler, remove_handler, Event, Name, normal),
            gone;
        {'EXIT', {undef, [{Module, handle_info, [_, _], _} | _]}} = Other when Function =:= handle_info ->
            %% A handler without handle_info drops what it does not expect.
            case erlang:function_exported(Module, handle_info, 2) of
                false ->
                    unhandled_message(Module, Event),
                    {ok, Handler};
                true ->
                    end_handler(Handler, {error, Other}, Event, Name, {crashed, Other}),
                    gone
            end;
        Other ->
            end_handler(Handler, {error, Other}, Event, Name, {crashed, Other}),
            gone
    end.

%% A handler puts another one into its place.
do_swap(#handler{supervised = Owner} = Handler, Args, New, NewArgs, Owner, Event, Name) ->
    Left = end_handler(Handler, Args, Event, Name, {swapped, New, Owner}),
    #handler{module = Module} = Fresh = (new_handler(New))#handler{supervised = Owner},
    case catch Module:init({NewArgs, Left}) of
        {ok, State} ->
            {ok, Fresh#handler{state = State}};
        {ok, State, hibernate} ->
            {hibernate, Fresh#handler{state = State}};
        Other ->
            %% As OTP tells it: with the fields of the report one place further.
            tell_owner(Fresh, crash),
            report(Fresh, false, Name, {error, Other}, crash),
            gone
    end.

%% {Reply, WhetherToHibernate, Handlers}.
server_call(Which, Request, Handlers, Name) ->
    case take(Which, Handlers) of
        {Handler, _} ->
            case server_call_update(Handler, Request, Name) of
                {{ok, Changed}, Reply} -> {Reply, false, replaced(Which, [Changed], Handlers)};
                {{hibernate, Changed}, Reply} -> {Reply, true, replaced(Which, [Changed], Handlers)};
                {gone, Reply} -> {Reply, false, replaced(Which, [], Handlers)}
            end;
        none ->
            {{error, bad_module}, false, Handlers}
    end.

replaced(Which, Instead, [Handler | Handlers]) ->
    case key(Handler) of
        Which -> Instead ++ Handlers;
        _ -> [Handler | replaced(Which, Instead, Handlers)]
    end.

server_call_update(#handler{module = Module, state = State} = Handler, Request, Name) ->
    case catch Module:handle_call(Request, State) of
        {ok, Reply, NewState} ->
            {{ok, Handler#handler{state = NewState}}, Reply};
        {ok, Reply, NewState, hibernate} ->
            {{hibernate, Handler#handler{state = NewState}}, Reply};
        {swap_handler, Reply, Args, NewState, New, NewArgs} ->
            Owner = Handler#handler.supervised,
            {do_swap(Handler#handler{state = NewState}, Args, New, NewArgs, Owner, Request, Name), Reply};
        {remove_handler, Reply} ->
            end_handler(Handler, remove_handler, Request, Name, normal),
            {gone, Reply};
        Other ->
            end_handler(Handler, {error, Other}, Request, Name, {crashed, Other}),
            {gone, {error, Other}}
    end.

server_add_handler(Which, Args, Owner, Handlers) ->
    #handler{module = Module} = Handler = (new_handler(Which))#handler{supervised = Owner},
    case catch Module:init(Args) of
        {ok, State} -> {ok, false, [Handler#handler{state = State} | Handlers]};
        {ok, State, hibernate} -> {ok, true, [Handler#handler{state = State} | Handlers]};
        Other -> {Other, false, Handlers}
    end.

server_delete_handler(Which, Args, Handlers, Name) ->
    case take(Which, Handlers) of
        {#handler{module = Module, state = State} = Handler, Left} ->
            {do_terminate(Module, Handler, Args, State, undefined, Name, normal), Left};
        none ->
            {{error, module_not_found}, Handlers}
    end.

%% The new handler takes over the owner of the old one.
server_swap_handler(Old, Args, New, NewArgs, Handlers, Name) ->
    Owner = case take(Old, Handlers) of
        {#handler{supervised = Supervised}, _} -> Supervised;
        none -> false
    end,
    {OldResult, Left} = swapped_out(Old, Args, New, Owner, Handlers, Name),
    {Reply, Hibernate, Now} = server_add_handler(New, {NewArgs, OldResult}, Owner, Left),
    {swap_reply(Reply), Hibernate, Now}.

server_swap_handler(Old, Args, New, NewArgs, Owner, Handlers, Name) ->
    {OldResult, Left} = swapped_out(Old, Args, New, Owner, Handlers, Name),
    {Reply, Hibernate, Now} = server_add_handler(New, {NewArgs, OldResult}, Owner, Left),
    {swap_reply(Reply), Hibernate, Now}.

swapped_out(Old, Args, New, Owner, Handlers, Name) ->
    case take(Old, Handlers) of
        {Handler, Left} -> {end_handler(Handler, Args, undefined, Name, {swapped, New, Owner}), Left};
        none -> {error, Handlers}
    end.

swap_reply(ok) -> ok;
swap_reply(Other) -> {error, Other}.

%% --- the end of a handler. Why: normal, shutdown, {swapped, New, Owner} or {crashed, What}.

end_handler(#handler{module = Module, state = State} = Handler, Args, Last, Name, Why) ->
    do_terminate(Module, Handler, Args, State, Last, Name, Why).

do_terminate(Module, Handler, Args, State, Last, Name, Why) ->
    Result = case erlang:function_exported(Module, terminate, 2) of
        true -> catch Module:terminate(Args, State);
        false -> ok
    end,
    case Why of
        {crashed, What} ->
            tell_owner(Handler, What),
            report(Handler, Name, Last, State, What);
        _ ->
            tell_owner(Handler, Why)
    end,
    Result.

tell_owner(#handler{supervised = false}, _) -> ok;
tell_owner(#handler{supervised = Owner} = Handler, Why) -> Owner ! {gen_event_EXIT, key(Handler), Why}.

%% --- system messages (see sys)

system_continue(Parent, Debug, [Name, Handlers, HibernateAfter, Hibernate]) ->
    loop(Parent, Name, Handlers, HibernateAfter, Debug, Hibernate).

system_terminate(Reason, Parent, _, [Name, Handlers, _, _]) ->
    terminate_server(Reason, Parent, Handlers, Name).

%% The handlers of one module change.
system_code_change([Name, Handlers, HibernateAfter, Hibernate], Module, OldVsn, Extra) ->
    Change = fun
        (#handler{module = Changed, state = State} = Handler) when Changed =:= Module ->
            {ok, NewState} = Module:code_change(OldVsn, State, Extra),
            Handler#handler{state = NewState};
        (Handler) ->
            Handler
    end,
    {ok, [Name, lists:map(Change, Handlers), HibernateAfter, Hibernate]}.

system_get_state([_, Handlers, _, _]) ->
    {ok, [shown_state(Handler) || Handler <- Handlers]}.

%% A handler for which the fun fails keeps its state.
system_replace_state(Fun, [Name, Handlers, HibernateAfter, Hibernate]) ->
    Replace = fun(#handler{module = Module, id = Id} = Handler) ->
        case catch Fun(shown_state(Handler)) of
            {Module, Id, State} -> Handler#handler{state = State};
            _ -> Handler
        end
    end,
    Replaced = lists:map(Replace, Handlers),
    {ok, [shown_state(Handler) || Handler <- Replaced], [Name, Replaced, HibernateAfter, Hibernate]}.

shown_state(#handler{module = Module, id = Id, state = State}) -> {Module, Id, State}.

format_status(Option, [Dictionary, SysState, Parent, Debug, [Name, Handlers, _, _]]) ->
    Show = fun(#handler{module = Module, state = State} = Handler, Log) ->
        case gen:format_status(Module, Option, #{state => State, log => Log}, [Dictionary, State]) of
            #{'EXIT' := _} -> {Handler, Log};
            #{'$status' := Shown} -> {Handler#handler{state = Shown}, Log};
            #{state := Shown, log := ShownLog} -> {Handler#handler{state = Shown}, ShownLog}
        end
    end,
    {Shown, Log} = lists:mapfoldl(Show, sys:get_log(Debug), Handlers),
    [{header, gen:format_status_header("Status for event handler", Name)},
     {data, [{"Status", SysState}, {"Logged Events", Log}, {"Parent", Parent}]},
     {items, {"Installed handlers", Shown}}].

%% What is printed about a watched manager.
print_event(Device, {in, {notify, Event}}, Name) ->
    io:format(Device, "*DBG* ~tp got event ~tp~n", [Name, Event]);
print_event(Device, {in, {_, _, {call, Handler, Request}}}, Name) ->
    io:format(Device, "*DBG* ~tp(~tp) got call ~tp~n", [Name, Handler, Request]);
print_event(Device, {in, Message}, Name) ->
    io:format(Device, "*DBG* ~tp got ~tp~n", [Name, Message]);
print_event(Device, Event, Name) ->
    io:format(Device, "*DBG* ~tp dbg  ~tp~n", [Name, Event]).

%% --- reports

unhandled_message(Module, Message) ->
    log(warning, warning_msg, {server_update, 4},
        #{label => {gen_event, no_handle_info}, module => Module, message => Message}).

report(#handler{module = Module} = Handler, Name, Last, State, What) ->
    {Reason, Put} = case What of
        {'EXIT', {Inner, [{_, _, _, _} | _] = Stack}} -> {Inner, fun(Shown) -> {'EXIT', {Shown, Stack}} end};
        {'EXIT', Inner} -> {Inner, fun(Shown) -> {'EXIT', Shown} end};
        _ -> {What, fun(Shown) -> Shown end}
    end,
    Status = gen:format_status(Module, terminate, #{state => State, message => Last, reason => Reason}, [get(), State]),
    ShownState = case Status of
        #{'$status' := Special} -> Special;
        #{state := Shown} -> Shown
    end,
    log(error, error, {report_error, 5},
        #{label => {gen_event, terminate}, handler => key(Handler), name => Name,
          last_message => maps:get(message, Status), state => ShownState, reason => Put(maps:get(reason, Status))}).

log(Level, Tag, {Function, Arity}, Report) ->
    logger:log(Level, Report,
               #{domain => [otp], report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => Tag, report_cb => fun ?MODULE:format_log/1},
                 mfa => {?MODULE, Function, Arity}, file => "gen_event.erl", line => ?LINE}).

format_log(Report) -> gen:report_format(lines(Report)).

format_log(Report, #{single_line := true} = Config) -> gen:report_text(sentences(Report), Config);
format_log(Report, Config) -> gen:report_text(lines(Report), Config).

lines(#{label := {gen_event, no_handle_info}, module := Module, message := Message}) ->
    [{"** Undefined handle_info in ~p\n** Unhandled message: ~tp\n", [Module, Message]}];
lines(#{label := {gen_event, terminate}, handler := Handler, name := Name, last_message := Last, state := State,
        reason := Reason}) ->
    [{"** gen_event handler ~tp crashed.\n** Was installed in ~tp\n** Last event was: ~tp\n", [Handler, Name, Last]},
     {"** When handler state == ~tp\n** Reason == ~tp\n", [State, shown_reason(Reason)]}].

%% The same on one line.
sentences(#{label := {gen_event, no_handle_info}, module := Module, message := Message}) ->
    [{"Undefined handle_info in ~p. Unhandled message: ~tp.", [Module, Message]}];
sentences(#{label := {gen_event, terminate}, handler := Handler, name := Name, last_message := Last, state := State,
            reason := Reason}) ->
    [{"Generic event handler ~tp crashed. Installed: ~tp. Last event: ~tp. State: ~tp. Reason: ~tp.",
      [Handler, Name, Last, State, shown_reason(Reason)]}].

%% A missing callback says so in words.
shown_reason({'EXIT', {undef, [{M, F, A, _} | _] = Stack} = Reason}) ->
    Arity = if is_list(A) -> length(A); true -> A end,
    case {code:ensure_loaded(M), erlang:function_exported(M, F, Arity)} of
        {{error, _}, _} -> {'module could not be loaded', Stack};
        {_, true} -> Reason;
        {_, false} -> {'function not exported', Stack}
    end;
shown_reason({'EXIT', Reason}) ->
    Reason;
shown_reason(Reason) ->
    Reason.
