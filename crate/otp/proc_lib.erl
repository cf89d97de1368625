%% Processes that take part in a system: each knows its ancestors and its first call (in its dictionary, under
%% '$ancestors' and '$initial_call'), can tell its starter when it is ready, and reports when it crashes.
-module(proc_lib).
%% How many turns the neighbours of a process that crashes get before its report says what they do.
-define(REST_TURNS_MAX, 8).

-export([spawn/1, spawn/2, spawn/3, spawn/4, spawn_link/1, spawn_link/2, spawn_link/3, spawn_link/4,
         spawn_opt/2, spawn_opt/3, spawn_opt/4, spawn_opt/5, start/3, start/4, start/5, start_link/3, start_link/4,
         start_link/5, start_monitor/3, start_monitor/4, start_monitor/5, init_ack/1, init_ack/2, hibernate/3,
         initial_call/1, translate_initial_call/1, format/1, format/2, format/3, report_cb/2, stop/1, stop/3]).
%% What the new processes run.
-export([init_p/3, init_p/5, wake_up/3]).

%% --- starting without waiting

spawn(Fun) when is_function(Fun) -> erlang:spawn(?MODULE, init_p, of_fun(Fun)).
spawn(Node, Fun) when is_function(Fun) -> erlang:spawn(Node, ?MODULE, init_p, of_fun(Fun)).
spawn(M, F, A) when is_atom(M), is_atom(F), is_list(A) -> erlang:spawn(?MODULE, init_p, of_call(M, F, A)).
spawn(Node, M, F, A) when is_atom(M), is_atom(F), is_list(A) ->
    erlang:spawn(Node, ?MODULE, init_p, of_call(M, F, A)).

spawn_link(Fun) when is_function(Fun) -> erlang:spawn_link(?MODULE, init_p, of_fun(Fun)).
spawn_link(Node, Fun) when is_function(Fun) -> erlang:spawn_link(Node, ?MODULE, init_p, of_fun(Fun)).
spawn_link(M, F, A) when is_atom(M), is_atom(F), is_list(A) ->
    erlang:spawn_link(?MODULE, init_p, of_call(M, F, A)).
spawn_link(Node, M, F, A) when is_atom(M), is_atom(F), is_list(A) ->
    erlang:spawn_link(Node, ?MODULE, init_p, of_call(M, F, A)).

spawn_opt(Fun, Options) when is_function(Fun) ->
    erlang:spawn_opt(?MODULE, init_p, of_fun(Fun), Options).
spawn_opt(Node, Fun, Options) when is_function(Fun) ->
    erlang:spawn_opt(Node, ?MODULE, init_p, of_fun(Fun), Options).
spawn_opt(M, F, A, Options) when is_atom(M), is_atom(F), is_list(A) ->
    erlang:spawn_opt(?MODULE, init_p, of_call(M, F, A), Options).
spawn_opt(Node, M, F, A, Options) when is_atom(M), is_atom(F), is_list(A) ->
    erlang:spawn_opt(Node, ?MODULE, init_p, of_call(M, F, A), Options).

of_fun(Fun) -> [my_name(), my_ancestors(), Fun].
of_call(M, F, A) -> [my_name(), my_ancestors(), M, F, A].

my_name() ->
    case process_info(self(), registered_name) of
        {registered_name, Name} -> Name;
        _ -> self()
    end.

my_ancestors() ->
    case get('$ancestors') of
        Ancestors when is_list(Ancestors) -> Ancestors;
        _ -> []
    end.

%% --- the new process

init_p(Parent, Ancestors, Fun) ->
    {module, M} = erlang:fun_info(Fun, module),
    {name, F} = erlang:fun_info(Fun, name),
    {arity, A} = erlang:fun_info(Fun, arity),
    put('$initial_call', {M, F, A}),
    put('$ancestors', [Parent | Ancestors]),
    try
        Fun()
    catch
        Class:Reason:Stack -> crashed(Class, Reason, Stack)
    end.

init_p(Parent, Ancestors, M, F, A) ->
    put('$initial_call', first_call(M, F, A)),
    put('$ancestors', [Parent | Ancestors]),
    init_p_do_apply(M, F, A).

init_p_do_apply(M, F, A) ->
    try
        apply(M, F, A)
    catch
        Class:Reason:Stack -> crashed(Class, Reason, Stack)
    end.

%% A behaviour's process is known by the callback that starts it.
first_call(gen, init_it, [gen_server, _, _, supervisor, {_, Module, _} | _]) -> {supervisor, Module, 1};
first_call(gen, init_it, [gen_server, _, _, _, supervisor, {_, Module, _} | _]) -> {supervisor, Module, 1};
first_call(gen, init_it, [gen_server, _, _, supervisor_bridge, [Module | _] | _]) -> {supervisor_bridge, Module, 1};
first_call(gen, init_it, [gen_server, _, _, _, supervisor_bridge, [Module | _] | _]) -> {supervisor_bridge, Module, 1};
first_call(gen, init_it, [gen_event | _]) -> {gen_event, init_it, 6};
first_call(gen, init_it, [_, _, _, Module, _, _]) -> {Module, init, 1};
first_call(gen, init_it, [_, _, _, _, Module | _]) -> {Module, init, 1};
first_call(M, F, A) -> {M, F, length(A)}.

%% The report says it all: the process then exits, so that the runtime's own report stays away.
crashed(Class, Reason, Stack) ->
    case is_quiet(Class, Reason) of
        true -> ok;
        false -> report_crash(Class, Reason, Stack)
    end,
    erlang:raise(exit, exit_reason(Class, Reason, Stack), Stack).

is_quiet(exit, normal) -> true;
is_quiet(exit, shutdown) -> true;
is_quiet(exit, {shutdown, _}) -> true;
is_quiet(_, _) -> false.

exit_reason(error, Reason, Stack) -> {Reason, Stack};
exit_reason(exit, Reason, _) -> Reason;
exit_reason(throw, Reason, Stack) -> {{nocatch, Reason}, Stack}.

hibernate(M, F, A) when is_atom(M), is_atom(F), is_list(A) ->
    erlang:hibernate(?MODULE, wake_up, [M, F, A]).

wake_up(M, F, A) ->
    try
        apply(M, F, A)
    catch
        Class:Reason:Stack -> crashed(Class, Reason, Stack)
    end.

%% --- starting and waiting until the process says that it is ready

start(M, F, A) -> start(M, F, A, infinity).
start(M, F, A, Timeout) -> start(M, F, A, Timeout, []).
start(M, F, A, Timeout, Options) when is_atom(M), is_atom(F), is_list(A) ->
    ok = no_monitor(start, [M, F, A, Timeout, Options]),
    sync_start(?MODULE:spawn_opt(M, F, A, [monitor | Options]), Timeout).

sync_start({Pid, Monitor}, Timeout) ->
    receive
        {ack, Pid, Answer} ->
            demonitor(Monitor, [flush]),
            Answer;
        {'DOWN', Monitor, process, Pid, Reason} ->
            {error, Reason}
    after Timeout ->
        kill(Pid, Monitor)
    end.

start_link(M, F, A) -> start_link(M, F, A, infinity).
start_link(M, F, A, Timeout) -> start_link(M, F, A, Timeout, []).
start_link(M, F, A, Timeout, Options) when is_atom(M), is_atom(F), is_list(A) ->
    ok = no_monitor(start_link, [M, F, A, Timeout, Options]),
    sync_start_link(?MODULE:spawn_opt(M, F, A, [link, monitor | Options]), Timeout).

sync_start_link({Pid, Monitor}, Timeout) ->
    receive
        {ack, Pid, Answer} ->
            demonitor(Monitor, [flush]),
            Answer;
        {'DOWN', Monitor, process, Pid, Reason} ->
            %% Who traps exits has heard of it twice.
            receive {'EXIT', Pid, _} -> ok after 0 -> ok end,
            {error, Reason}
    after Timeout ->
        unlink(Pid),
        kill(Pid, Monitor)
    end.

kill(Pid, Monitor) ->
    exit(Pid, kill),
    receive {'DOWN', Monitor, process, Pid, _} -> ok end,
    receive {ack, Pid, _} -> ok after 0 -> ok end,
    {error, timeout}.

%% Here the monitor is the caller's to keep.
start_monitor(M, F, A) -> start_monitor(M, F, A, infinity).
start_monitor(M, F, A, Timeout) -> start_monitor(M, F, A, Timeout, []).
start_monitor(M, F, A, Timeout, Options) when is_atom(M), is_atom(F), is_list(A) ->
    ok = no_monitor(start_monitor, [M, F, A, Timeout, Options]),
    {Pid, Monitor} = ?MODULE:spawn_opt(M, F, A, [monitor | Options]),
    receive
        {ack, Pid, Answer} ->
            {Answer, Monitor};
        {'DOWN', Monitor, process, Pid, Reason} = Down ->
            self() ! Down,
            {{error, Reason}, Monitor}
    after Timeout ->
        exit(Pid, kill),
        {{error, timeout}, Monitor}
    end.

%% The monitor is these functions' own.
no_monitor(Function, [_, _, _, _, Options] = Args) ->
    case is_list(Options) andalso (lists:member(monitor, Options) orelse lists:keymember(monitor, 1, Options)) of
        false -> ok;
        true -> erlang:raise(error, badarg, [{?MODULE, Function, Args, []}])
    end.

init_ack(Answer) ->
    [Parent | _] = get('$ancestors'),
    init_ack(Parent, Answer).

init_ack(Parent, Answer) ->
    Parent ! {ack, self(), Answer},
    ok.

%% --- stopping, by a system message (see sys)

stop(Process) -> stop(Process, normal, infinity).

stop(Process, Reason, Timeout) when Process =:= self() ->
    exit({calling_self, {sys, terminate, [Process, Reason, Timeout]}});
stop(Process, Reason, Timeout) ->
    %% The answer comes to an alias: one that comes too late goes nowhere.
    Monitor = monitor(process, Process, [{alias, demonitor}]),
    catch Process ! {system, {self(), [alias | Monitor]}, {terminate, Reason}},
    receive
        {'DOWN', Monitor, process, _, DownReason} ->
            %% One that ends without an answer was not stopped by this.
            Answered = receive {[alias | Monitor], _} -> true after 0 -> false end,
            case DownReason of
                Reason when Answered -> ok;
                noconnection -> exit({{nodedown, node_of(Process)}, {sys, terminate, [Process, Reason, Timeout]}});
                _ when Answered; DownReason =:= noproc -> exit(DownReason);
                _ -> exit({DownReason, {sys, terminate, [Process, Reason, Timeout]}})
            end
    after Timeout ->
        demonitor(Monitor, [flush]),
        exit(timeout)
    end.

node_of({_, Node}) -> Node;
node_of(Pid) -> node(Pid).

%% --- what a process is

initial_call(Process) ->
    case raw_initial_call(Process) of
        {M, F, A} -> {M, F, [list_to_atom("Argument__" ++ integer_to_list(N)) || N <- lists:seq(1, A)]};
        false -> false
    end.

translate_initial_call(Process) ->
    case raw_initial_call(Process) of
        false -> {proc_lib, init_p, 5};
        Call -> Call
    end.

raw_initial_call({X, Y, Z}) -> raw_initial_call(c:pid(X, Y, Z));
raw_initial_call(Pid) when is_pid(Pid), Pid =:= self() -> first_call_of(get());
raw_initial_call(Pid) when is_pid(Pid) ->
    Info = case node(Pid) =:= node() of
        true -> process_info(Pid, dictionary);
        false -> rpc:call(node(Pid), erlang, process_info, [Pid, dictionary])
    end,
    case Info of
        {dictionary, Dictionary} -> first_call_of(Dictionary);
        undefined -> false
    end;
raw_initial_call(Info) when is_list(Info) -> first_call_of(proplists:get_value(dictionary, Info, Info)).

first_call_of(Dictionary) -> proplists:get_value('$initial_call', Dictionary, false).

%% --- the crash report

report_crash(Class, Reason, Stack) ->
    %% Who waits for news of this process has them by now, as in OTP, where both run at the same time.
    erlang:yield(),
    erlang:yield(),
    Report = #{label => {proc_lib, crash}, report => [about_me(Class, Reason, Stack), neighbours()]},
    logger:log(error, Report, #{
        domain => [otp, sasl],
        report_cb => fun ?MODULE:report_cb/2,
        logger_formatter => #{title => "CRASH REPORT"},
        mfa => {?MODULE, crash_report, 4}, file => "proc_lib.erl", line => ?LINE,
        error_logger => #{tag => error_report, type => crash_report}
    }).

about_me(Class, Reason, Stack) ->
    [{initial_call, initial_call(self())},
     {pid, self()},
     {registered_name, case process_info(self(), registered_name) of [] -> []; {_, Name} -> Name end},
     {error_info, {Class, Reason, Stack}},
     {ancestors, my_ancestors()},
     process_info(self(), message_queue_len),
     process_info(self(), messages),
     process_info(self(), links),
     {dictionary, [Pair || Pair = {Key, _} <- get(), Key =/= '$ancestors', Key =/= '$initial_call']},
     process_info(self(), trap_exit),
     {status, running},
     process_info(self(), heap_size),
     process_info(self(), stack_size),
     process_info(self(), reductions)].

%% The processes that this one will take with it: those linked to it, and linked to them, that do not trap exits. By the time that
%% OTP looks at them, those that have just been answered (a caller of start_link) are at rest again.
%% The farthest come first.
neighbours() ->
    Seen = follow(links_of(self()), [self()], []),
    logger:allow(error, ?MODULE) andalso let_rest(Seen, ?REST_TURNS_MAX),
    [{neighbour, about(Pid)} || Pid <- Seen].

follow([], _, Found) -> Found;
follow(_, _, Found) when length(Found) >= 10 -> Found;
follow([Pid | Rest], Seen, Found) ->
    case lists:member(Pid, Seen) orelse process_info(Pid, trap_exit) of
        {trap_exit, false} -> follow(Rest ++ links_of(Pid), [Pid | Seen], [Pid | Found]);
        _ -> follow(Rest, [Pid | Seen], Found)
    end.

let_rest(_, 0) -> ok;
let_rest(Pids, Turns) ->
    case lists:any(fun is_under_way/1, Pids) of
        true -> erlang:yield(), let_rest(Pids, Turns - 1);
        false -> ok
    end.

is_under_way(Pid) ->
    case process_info(Pid, [status, current_function]) of
        [{status, waiting}, {current_function, Function}] -> Function =:= {io, execute_request, 3};
        _ -> true
    end.

links_of(Pid) ->
    case process_info(Pid, links) of
        {links, Links} -> [Link || Link <- Links, is_pid(Link), node(Link) =:= node()];
        undefined -> []
    end.

about(Pid) ->
    Items = [registered_name, initial_call, current_function, dictionary, message_queue_len, links, trap_exit, status,
             heap_size, stack_size, reductions, current_stacktrace],
    case process_info(Pid, Items) of
        undefined ->
            [{pid, Pid}];
        [Name, Initial, Current, {dictionary, Dictionary} | More] ->
            First = case initial_call(Dictionary) of false -> Initial; Call -> {initial_call, Call} end,
            Ancestors = proplists:get_value('$ancestors', Dictionary, []),
            [{pid, Pid}, Name, First, Current, {ancestors, Ancestors} | More]
    end.

format(Report) -> format(Report, latin1).
format(Report, Encoding) -> format(Report, Encoding, unlimited).
format(Report, _Encoding, Depth) -> lists:flatten(text(Report, Depth)).

report_cb(#{label := {proc_lib, crash}, report := Report}, #{single_line := true} = Config) ->
    gen:report_text(on_one_line(Report), Config);
report_cb(#{label := {proc_lib, crash}, report := Report}, Config) ->
    text(Report, maps:get(depth, Config, unlimited)).

on_one_line([Mine, Neighbours]) ->
    [{"crasher: ", []}, items(Mine), {"; neighbours:", []} |
     [[{" [", []}, items(Items), {"]", []}] || {neighbour, Items} <- Neighbours]].

items(Items) -> lists:join({", ", []}, [item(Item) || Item <- Items]).

item({initial_call, {M, F, A}}) when is_list(A) -> {"initial call: ~tw:~tw/~w", [M, F, length(A)]};
item({error_info, {Class, Reason, Stack}}) -> {"~w: ~tp", [Class, {Reason, Stack}]};
item({Key, Value}) -> {"~tw: ~tp", [Key, Value]}.

text([Mine, Neighbours], Depth) ->
    [io_lib:format("  crasher:~n", []), [[line(Item, "    ", Depth), $\n] || Item <- Mine],
     case Neighbours of
         [] -> "  neighbours:\n";
         _ -> ["  neighbours:" | [neighbour(Items, Depth) || {neighbour, Items} <- Neighbours]]
     end].

neighbour(Items, Depth) ->
    ["\n    neighbour:" | [[$\n, line(Item, "      ", Depth)] || Item <- Items]].

line({initial_call, {M, F, A}}, Indent, _) when is_list(A) ->
    io_lib:format("~sinitial call: ~tw:~tw/~w", [Indent, M, F, length(A)]);
line({error_info, {Class, Reason, Stack}}, Indent, _) ->
    [Indent, console:exception(Class, Reason, erl_error:explained(Reason, Stack), length(Indent) + 1)];
line({Key, Value}, Indent, unlimited) ->
    io_lib:format("~s~p: ~80.18tp", [Indent, Key, Value]);
line({Key, Value}, Indent, Depth) ->
    io_lib:format("~s~p: ~80.18tP", [Indent, Key, Value, Depth]).
