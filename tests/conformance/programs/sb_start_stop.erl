%% A bridge starts something and stops it.
-module(sb_start_stop).
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
    {ok, Pid} = supervisor_bridge:start_link(?MODULE, sb_thing),
    {ok, Named} = supervisor_bridge:start_link({local, sb_name}, ?MODULE, sb_other),
    A = {is_pid(whereis(sb_thing)), whereis(sb_name) =:= Named, proc_lib:initial_call(Pid), process_info(Pid, trap_exit)},
    B = {gen_server:call(Pid, anything), gen_server:cast(Pid, x), Pid ! x},
    exit(Pid, shutdown),
    timer:sleep(30),
    {A, B, whereis(sb_thing), flush()}.
