%% An event manager under a supervisor, its handlers added by a process that watches over them.
-module(ge_supervised).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Sup} = supervisor:start_link(?MODULE, sup),
    {ok, _} = supervisor:start_child(Sup, #{id => guard, start => {?MODULE, start_guard, []}, restart => permanent}),
    timer:sleep(200),
    ok = gen_event:sync_notify(ge_events, one),
    ok = gen_event:notify(ge_events, crash),
    timer:sleep(600),
    ok = gen_event:sync_notify(ge_events, two),
    A = gen_event:which_handlers(ge_events),
    B = [{Id, Type, Modules} || {Id, _, Type, Modules} <- supervisor:which_children(Sup)],
    unlink(Sup),
    exit(Sup, shutdown),
    timer:sleep(50),
    {A, B, whereis(ge_events)}.
start_guard() -> {ok, proc_lib:spawn_link(fun guard/0)}.
guard() ->
    timer:sleep(100),
    ok = gen_event:add_sup_handler(ge_events, ?MODULE, handler),
    receive {gen_event_EXIT, ?MODULE, _} -> timer:sleep(100), io:format("handler lost~n"), exit(handler_lost) end.
init(sup) ->
    {ok, {#{strategy => rest_for_one, intensity => 3}, [#{id => events, start => {gen_event, start_link, [{local, ge_events}]}, modules => dynamic}]}};
init(handler) -> io:format("handler~n"), {ok, 0}.
handle_event(crash, _) -> exit(crashed);
handle_event(Event, N) -> io:format("~p ~p~n", [N, Event]), {ok, N + 1}.
handle_call(_, N) -> {ok, N, N}.
