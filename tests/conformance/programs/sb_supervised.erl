%% A bridge under a supervisor is restarted.
-module(sb_supervised).
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
    {ok, Sup} = supervisor:start_link(?MODULE, {supervisor, #{intensity => 2}, [#{id => bridge, start => {supervisor_bridge, start_link, [?MODULE, sb_thing]}, type => supervisor}]}),
    First = whereis(sb_thing),
    A = [{Id, Type, Modules} || {Id, _, Type, Modules} <- supervisor:which_children(Sup)],
    sb_thing ! {crash, oops},
    timer:sleep(400),
    B = {whereis(sb_thing) =/= First, supervisor:count_children(Sup)},
    unlink(Sup),
    exit(Sup, shutdown),
    timer:sleep(50),
    {A, B, whereis(sb_thing)}.
