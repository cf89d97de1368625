%% A machine under a supervisor.
-module(st_supervised).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Sup} = supervisor:start_link(?MODULE, supervisor),
    [{door, Pid, worker, [?MODULE]}] = supervisor:which_children(Sup),
    gen_statem:cast(st_child, crash),
    timer:sleep(150),
    [{door, Pid2, _, _}] = supervisor:which_children(Sup),
    A = {Pid =/= Pid2, sys:get_state(st_child)},
    gen_statem:cast(st_child, stop),
    timer:sleep(150),
    B = supervisor:count_children(Sup),
    unlink(Sup),
    exit(Sup, shutdown),
    timer:sleep(40),
    {A, B, whereis(st_child)}.
start_link() -> gen_statem:start_link({local, st_child}, ?MODULE, machine, []).
init(supervisor) ->
    {ok, {#{intensity => 3}, [#{id => door, start => {?MODULE, start_link, []}, restart => transient}]}};
init(machine) ->
    process_flag(trap_exit, true),
    {ok, closed, 0}.
callback_mode() -> state_functions.
closed(cast, crash, N) -> N / zero();
closed(cast, stop, _) -> stop.
zero() -> list_to_integer("0").
terminate(Reason, State, _) -> io:format("terminate ~P in ~p~n", [Reason, 4, State]).
