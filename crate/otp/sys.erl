%% System messages: what every behaviour understands besides its own messages. They show and replace its state, suspend
%% it for a change of code, and watch what it does. A request is {system, From, Request}; the process answers in
%% handle_system_msg/6, by callbacks system_* of its module.
-module(sys).
-export([get_state/1, get_state/2, replace_state/2, replace_state/3, get_status/1, get_status/2, suspend/1, suspend/2,
         resume/1, resume/2, change_code/4, change_code/5, terminate/2, terminate/3, trace/2, trace/3, log/2, log/3,
         log_to_file/2, log_to_file/3, statistics/2, statistics/3, no_debug/1, no_debug/2, install/2, install/3,
         remove/2, remove/3]).
%% For the processes themselves.
-export([handle_system_msg/6, handle_system_msg/7, handle_debug/4, print_log/1, get_log/1, get_debug/3,
         debug_options/1, suspend_loop_hib/6]).

%% --- asking

get_state(Name) ->
    case send_system_msg(Name, get_state) of
        {error, Reason} -> error(Reason);
        State -> State
    end.

get_state(Name, Timeout) ->
    case send_system_msg(Name, get_state, Timeout) of
        {error, Reason} -> error(Reason);
        State -> State
    end.

replace_state(Name, Fun) ->
    case send_system_msg(Name, {replace_state, Fun}) of
        {error, Reason} -> error(Reason);
        State -> State
    end.

replace_state(Name, Fun, Timeout) ->
    case send_system_msg(Name, {replace_state, Fun}, Timeout) of
        {error, Reason} -> error(Reason);
        State -> State
    end.

get_status(Name) -> send_system_msg(Name, get_status).
get_status(Name, Timeout) -> send_system_msg(Name, get_status, Timeout).

suspend(Name) -> send_system_msg(Name, suspend).
suspend(Name, Timeout) -> send_system_msg(Name, suspend, Timeout).

resume(Name) -> send_system_msg(Name, resume).
resume(Name, Timeout) -> send_system_msg(Name, resume, Timeout).

change_code(Name, Module, OldVsn, Extra) -> send_system_msg(Name, {change_code, Module, OldVsn, Extra}).
change_code(Name, Module, OldVsn, Extra, Timeout) ->
    send_system_msg(Name, {change_code, Module, OldVsn, Extra}, Timeout).

terminate(Name, Reason) -> send_system_msg(Name, {terminate, Reason}).
terminate(Name, Reason, Timeout) -> send_system_msg(Name, {terminate, Reason}, Timeout).

trace(Name, Flag) -> send_system_msg(Name, {debug, {trace, Flag}}).
trace(Name, Flag, Timeout) -> send_system_msg(Name, {debug, {trace, Flag}}, Timeout).

log(Name, Flag) -> send_system_msg(Name, {debug, {log, Flag}}).
log(Name, Flag, Timeout) -> send_system_msg(Name, {debug, {log, Flag}}, Timeout).

log_to_file(Name, File) -> send_system_msg(Name, {debug, {log_to_file, File}}).
log_to_file(Name, File, Timeout) -> send_system_msg(Name, {debug, {log_to_file, File}}, Timeout).

statistics(Name, Flag) -> send_system_msg(Name, {debug, {statistics, Flag}}).
statistics(Name, Flag, Timeout) -> send_system_msg(Name, {debug, {statistics, Flag}}, Timeout).

no_debug(Name) -> send_system_msg(Name, {debug, no_debug}).
no_debug(Name, Timeout) -> send_system_msg(Name, {debug, no_debug}, Timeout).

install(Name, Spec) -> send_system_msg(Name, {debug, {install, Spec}}).
install(Name, Spec, Timeout) -> send_system_msg(Name, {debug, {install, Spec}}, Timeout).

remove(Name, Id) -> send_system_msg(Name, {debug, {remove, Id}}).
remove(Name, Id, Timeout) -> send_system_msg(Name, {debug, {remove, Id}}, Timeout).

send_system_msg(Name, Request) ->
    try gen:call(Name, system, Request) of
        {ok, Answer} -> Answer
    catch
        exit:Reason -> exit({Reason, asked(Name, Request, [])});
        error:Reason:Stack -> exit({{Reason, Stack}, asked(Name, Request, [])})
    end.

send_system_msg(Name, Request, Timeout) ->
    try gen:call(Name, system, Request, Timeout) of
        {ok, Answer} -> Answer
    catch
        exit:Reason -> exit({Reason, asked(Name, Request, [Timeout])});
        error:Reason:Stack -> exit({{Reason, Stack}, asked(Name, Request, [Timeout])})
    end.

%% The call that failed, for the exit reason.
asked(Name, {debug, {Function, Argument}}, More) -> {?MODULE, Function, [Name, Argument | More]};
asked(Name, {debug, _} = Function, More) -> {?MODULE, Function, [Name | More]};
asked(Name, {replace_state, _} = Function, More) -> {?MODULE, Function, [Name | More]};
asked(Name, {Function, Argument}, More) -> {?MODULE, Function, [Name, Argument | More]};
asked(Name, {Function, A, B, C}, More) -> {?MODULE, Function, [Name, A, B, C | More]};
asked(Name, Function, More) -> {?MODULE, Function, [Name | More]}.

%% --- answering. Misc is what the process's module needs to go on.

handle_system_msg(Request, From, Parent, Module, Debug, Misc) ->
    handle_system_msg(Request, From, Parent, Module, Debug, Misc, false).

handle_system_msg(Request, From, Parent, Module, Debug, Misc, Hibernate) ->
    handle_system_msg(running, Request, From, Parent, Module, Debug, Misc, Hibernate).

handle_system_msg(Status, Request, From, Parent, Module, Debug, Misc, Hibernate) ->
    case do_cmd(Request, Status, Parent, Module, Debug, Misc) of
        {running, Reply, NewDebug, NewMisc} ->
            _ = gen:reply(From, Reply),
            Module:system_continue(Parent, NewDebug, NewMisc);
        {suspended, Reply, NewDebug, NewMisc} ->
            _ = gen:reply(From, Reply),
            suspended(Parent, Module, NewDebug, NewMisc, Hibernate);
        {{terminating, Reason}, Reply, NewDebug, NewMisc} ->
            _ = gen:reply(From, Reply),
            Module:system_terminate(Reason, Parent, NewDebug, NewMisc)
    end.

%% Only system messages and the parent's end are looked at; all else waits in the mailbox.
suspended(Parent, Module, Debug, Misc, true) ->
    proc_lib:hibernate(?MODULE, suspend_loop_hib, [suspended, Parent, Module, Debug, Misc, true]);
suspended(Parent, Module, Debug, Misc, Hibernate) ->
    suspend_loop_hib(suspended, Parent, Module, Debug, Misc, Hibernate).

suspend_loop_hib(suspended, Parent, Module, Debug, Misc, Hibernate) ->
    receive
        {system, From, Request} ->
            handle_system_msg(suspended, Request, From, Parent, Module, Debug, Misc, Hibernate);
        {'EXIT', Parent, Reason} ->
            Module:system_terminate(Reason, Parent, Debug, Misc)
    end.

do_cmd(suspend, _, _, _, Debug, Misc) ->
    {suspended, ok, Debug, Misc};
do_cmd(resume, _, _, _, Debug, Misc) ->
    {running, ok, Debug, Misc};
do_cmd({terminate, Reason}, _, _, _, Debug, Misc) ->
    {{terminating, Reason}, ok, Debug, Misc};
do_cmd(get_state, Status, _, Module, Debug, Misc) ->
    {Status, get_state_of(Module, Misc), Debug, Misc};
do_cmd({replace_state, Fun}, Status, _, Module, Debug, Misc) ->
    {Reply, NewMisc} = replace_state_of(Module, Fun, Misc),
    {Status, Reply, Debug, NewMisc};
do_cmd(get_status, Status, Parent, Module, Debug, Misc) ->
    {Status, status(Status, Parent, Module, Debug, Misc), Debug, Misc};
do_cmd({debug, What}, Status, _, _, Debug, Misc) ->
    {Reply, NewDebug} = debug(What, Debug),
    {Status, Reply, NewDebug, Misc};
do_cmd({change_code, Changed, OldVsn, Extra}, suspended, _, Module, Debug, Misc) ->
    {Reply, NewMisc} = do_change_code(Module, Changed, OldVsn, Extra, Misc),
    {suspended, Reply, Debug, NewMisc};
do_cmd(Other, Status, _, _, Debug, Misc) ->
    {Status, {error, {unknown_system_msg, Other}}, Debug, Misc}.

get_state_of(Module, Misc) ->
    try
        case erlang:function_exported(Module, system_get_state, 1) of
            true ->
                {ok, State} = Module:system_get_state(Misc),
                State;
            false ->
                Misc
        end
    catch
        Class:Reason -> {error, {callback_failed, {Module, system_get_state}, {Class, Reason}}}
    end.

replace_state_of(Module, Fun, Misc) ->
    try
        case erlang:function_exported(Module, system_replace_state, 2) of
            true ->
                {ok, State, NewMisc} = Module:system_replace_state(Fun, Misc),
                {State, NewMisc};
            false ->
                NewMisc = Fun(Misc),
                {NewMisc, NewMisc}
        end
    catch
        Class:Reason -> {{error, {callback_failed, {Module, system_replace_state}, {Class, Reason}}}, Misc}
    end.

do_change_code(Module, Changed, OldVsn, Extra, Misc) ->
    case catch Module:system_code_change(Misc, Changed, OldVsn, Extra) of
        {ok, NewMisc} -> {ok, NewMisc};
        {'EXIT', {undef, [{Changed, system_code_change, _, _} | _]}} -> {ok, Misc};
        Other -> {{error, Other}, Misc}
    end.

status(Status, Parent, Module, Debug, Misc) ->
    Dictionary = get(),
    Shown = case erlang:function_exported(Module, format_status, 2) of
        true -> Module:format_status(normal, [Dictionary, Status, Parent, Debug, Misc]);
        false -> Misc
    end,
    {status, self(), {module, Module}, [Dictionary, Status, Parent, Debug, Shown]}.

%% --- watching. Debug is a list of {trace, true}, {log_to_file, Device}, {log, [Room | Events]},
%% {statistics, {Since, Reductions, In, Out}} and {Id, {Fun, FunState}}, empty for a process that nobody watches. Events are {Event, Extra, Form}, newest first;
%% Room is for how many more there is.

debug_options(Options) -> debug_options(Options, []).

debug_options([Option | Options], Debug) -> debug_options(Options, option(Option, Debug));
debug_options([], Debug) -> Debug.

option(trace, Debug) -> set(trace, true, Debug);
option(log, Debug) -> option({log, 10}, Debug);
option({log, Max}, Debug) when is_integer(Max), Max > 0 -> element(2, debug({log, {true, Max}}, Debug));
option({log_to_file, File}, Debug) -> element(2, debug({log_to_file, File}, Debug));
option(statistics, Debug) -> set(statistics, fresh_statistics(), Debug);
option({install, {Fun, FunState}}, Debug) -> set(Fun, {Fun, FunState}, Debug);
option({install, {Id, Fun, FunState}}, Debug) -> set(Id, {Fun, FunState}, Debug);
option(_, Debug) -> Debug.

set(Key, Value, Debug) -> [{Key, Value} | lists:keydelete(Key, 1, Debug)].

debug({trace, true}, Debug) -> {ok, set(trace, true, Debug)};
debug({trace, false}, Debug) -> {ok, lists:keydelete(trace, 1, Debug)};
debug({log, true}, Debug) -> debug({log, {true, 10}}, Debug);
debug({log, {true, Max}}, Debug) when is_integer(Max), Max > 0 ->
    %% One that is on stays as long as it is.
    case lists:keymember(log, 1, Debug) of
        true -> {ok, Debug};
        false -> {ok, set(log, [Max], Debug)}
    end;
debug({log, false}, Debug) -> {ok, lists:keydelete(log, 1, Debug)};
debug({log, print}, Debug) ->
    print_log(Debug),
    {ok, Debug};
debug({log, get}, Debug) -> {{ok, get_log(Debug)}, Debug};
debug({log_to_file, false}, Debug) -> {ok, without_file(Debug)};
debug({log_to_file, File}, Debug) ->
    Closed = without_file(Debug),
    case file:open(File, [write, {encoding, utf8}]) of
        {ok, Device} -> {ok, set(log_to_file, Device, Closed)};
        {error, _} -> {{error, open_file}, Closed}
    end;
debug({statistics, true}, Debug) -> {ok, set(statistics, fresh_statistics(), Debug)};
debug({statistics, false}, Debug) -> {ok, lists:keydelete(statistics, 1, Debug)};
debug({statistics, get}, Debug) -> {{ok, shown_statistics(lists:keyfind(statistics, 1, Debug))}, Debug};
debug(no_debug, Debug) ->
    _ = without_file(Debug),
    {ok, []};
debug({install, {Fun, FunState}}, Debug) -> {ok, install_once(Fun, Fun, FunState, Debug)};
debug({install, {Id, Fun, FunState}}, Debug) -> {ok, install_once(Id, Fun, FunState, Debug)};
debug({remove, Id}, Debug) -> {ok, lists:keydelete(Id, 1, Debug)};
debug(_, Debug) -> {unknown_debug, Debug}.

without_file(Debug) ->
    case lists:keytake(log_to_file, 1, Debug) of
        {value, {_, Device}, Rest} ->
            _ = file:close(Device),
            Rest;
        false -> Debug
    end.

install_once(Id, Fun, FunState, Debug) ->
    case lists:keymember(Id, 1, Debug) of
        true -> Debug;
        false -> [{Id, {Fun, FunState}} | Debug]
    end.

fresh_statistics() ->
    {reductions, Reductions} = process_info(self(), reductions),
    {erlang:localtime(), {reductions, Reductions}, 0, 0}.

shown_statistics(false) ->
    no_statistics;
shown_statistics({_, {Since, {reductions, Before}, In, Out}}) ->
    {reductions, Now} = process_info(self(), reductions),
    [{start_time, Since}, {current_time, erlang:localtime()}, {reductions, Now - Before},
     {messages_in, In}, {messages_out, Out}].

%% Tells whoever watches of an event; Form(Device, Event, Extra) prints it.
handle_debug(Debug, Form, Extra, Event) ->
    lists:flatmap(fun(Item) -> watched(Item, Form, Extra, Event) end, Debug).

watched({trace, true} = Item, Form, Extra, Event) ->
    Form(standard_io, Event, Extra),
    [Item];
watched({log_to_file, Device} = Item, Form, Extra, Event) ->
    Form(Device, Event, Extra),
    [Item];
watched({log, [0 | Events]}, Form, Extra, Event) ->
    [{log, [0, {Event, Extra, Form} | lists:droplast(Events)]}];
watched({log, [Room | Events]}, Form, Extra, Event) ->
    [{log, [Room - 1, {Event, Extra, Form} | Events]}];
watched({statistics, {Since, Reductions, In, Out}}, _, _, Event) ->
    [{statistics, {Since, Reductions, In + received(Event), Out + sent(Event)}}];
watched({Id, {Fun, FunState}}, _, Extra, Event) ->
    %% One that fails or is done is dropped.
    case catch Fun(FunState, Event, Extra) of
        done -> [];
        {'EXIT', _} -> [];
        NewState -> [{Id, {Fun, NewState}}]
    end.

received({in, _}) -> 1;
received({in, _, _}) -> 1;
received(_) -> 0.

sent({out, _, _}) -> 1;
sent({out, _, _, _}) -> 1;
sent(_) -> 0.

logged(Debug) ->
    case lists:keyfind(log, 1, Debug) of
        {log, [_ | Events]} -> Events;
        false -> []
    end.

print_log(Debug) ->
    lists:foreach(fun({Event, Extra, Form}) -> Form(standard_io, Event, Extra) end, lists:reverse(logged(Debug))).

get_log(Debug) -> [Event || {Event, _, _} <- lists:reverse(logged(Debug))].

get_debug(Key, Debug, Default) ->
    case lists:keyfind(Key, 1, Debug) of
        {_, Value} -> Value;
        false -> Default
    end.
