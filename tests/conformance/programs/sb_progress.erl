%% A bridge tells of its start, and its reports on one line.
-module(sb_progress).
-behaviour(supervisor_bridge).
-compile([export_all, nowarn_export_all]).

init({supervisor, Flags, Specs}) -> {ok, {Flags, Specs}};
init(Fun) when is_function(Fun) -> Fun();
init(Name) ->
    %% What is reported before stands before.
    timer:sleep(100),
    io:format("bridge starts ~p~n", [Name]),
    Pid = spawn_link(fun() -> receive stop -> ok; {crash, Reason} -> exit(Reason) end end),
    is_atom(Name) andalso register(Name, Pid),
    {ok, Pid, {Name, Pid}}.
terminate(Reason, {Name, Pid}) -> io:format("bridge stops ~p: ~p~n", [Name, Reason]), Pid ! stop;
terminate(_, Fun) -> Fun().
flush() -> receive {'EXIT', _, R} -> [R | flush()] after 0 -> [] end.

main() ->
    process_flag(trap_exit, true),
    ok = logger:set_primary_config(level, info),
    {ok, Pid} = supervisor_bridge:start_link(?MODULE, sb_thing),
    timer:sleep(100),
    exit(Pid, shutdown),
    timer:sleep(50),
    ok = logger:set_primary_config(level, notice),
    [io:format("~ts~n", [supervisor_bridge:format_log(#{label => {supervisor, L}, report => R}, C)]) ||
        {L, R} <- [{progress, [{supervisor, {local, s}}, {started, [{pid, p}, {mfa, {m, f, []}}]}]},
                   {error, [{supervisor, {local, s}}, {errorContext, child_terminated}, {reason, why}, {offender, [{pid, p}, {mod, m}]}]}],
        C <- [#{}, #{single_line => true}]],
    flush().
