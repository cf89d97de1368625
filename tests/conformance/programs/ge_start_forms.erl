%% Starting with and without a name, link, monitor and options.
-module(ge_start_forms).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

init({error, Reason}) -> {error, Reason};
init(Fun) when is_function(Fun) -> Fun();
init({Args, Term}) when Term =:= error; element(1, Term) =:= terminated -> io:format("init ~p after ~p~n", [Args, Term]), {ok, Args};
init(Name) -> io:format("init ~p~n", [Name]), {ok, Name}.
handle_event({do, Fun}, State) when is_function(Fun) -> Fun(State);
handle_event({do, Result}, _) -> Result;
handle_event(Event, State) -> io:format("~p: event ~p~n", [State, Event]), {ok, State}.
handle_call({do, Fun}, State) when is_function(Fun) -> Fun(State);
handle_call({do, Result}, _) -> Result;
handle_call(Request, State) -> {ok, {reply, Request, State}, State}.
handle_info({do, Result}, _) -> Result;
handle_info(Info, State) -> io:format("~p: info ~p~n", [State, Info]), {ok, State}.
terminate(Reason, {State, Fun}) when is_function(Fun) -> io:format("~p: terminate ~P~n", [State, Reason, 6]), Fun();
terminate(Reason, State) -> io:format("~p: terminate ~P~n", [State, Reason, 6]), {terminated, State}.
new() -> {ok, Pid} = gen_event:start(), Pid.
new(Name) -> Pid = new(), ok = gen_event:add_handler(Pid, ?MODULE, Name), Pid.
notify(Pid, Event) -> ok = gen_event:notify(Pid, Event), timer:sleep(40).
flush() -> receive M -> [M | flush()] after 0 -> [] end.

main() ->
    {ok, A} = gen_event:start({local, ge_a}),
    {error, {already_started, A}} = gen_event:start({local, ge_a}),
    {error, {already_started, A}} = gen_event:start_link({local, ge_a}, []),
    {ok, B} = gen_event:start({global, ge_b}),
    {ok, C} = gen_event:start_link({via, global, ge_c}),
    {ok, D} = gen_event:start_link([{debug, [log]}]),
    {ok, {E, M}} = gen_event:start_monitor(),
    {ok, {F, _}} = gen_event:start_monitor({local, ge_f}, []),
    ok = gen_event:stop(E),
    Down = receive {'DOWN', M, process, E, R} -> R end,
    Links = lists:sort(element(2, process_info(self(), links))) -- [group_leader()],
    Bad = [element(1, element(2, catch gen_event:start(X))) || X <- [name, 1]],
    Stopped = [gen_event:stop(N) || N <- [ge_a, {global, ge_b}, {via, global, ge_c}, D, F]],
    {global:whereis_name(ge_b) =:= B, lists:member(C, Links), lists:member(D, Links), Down, Bad, Stopped, process_info(A)}.
