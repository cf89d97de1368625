%% A handler passes what it makes on to another manager; a gen_server collects the end.
-module(ge_pipeline).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Sink} = gen_server:start_link(?MODULE, sink, []),
    {ok, Last} = gen_event:start_link(),
    {ok, First} = gen_event:start_link(),
    ok = gen_event:add_handler(Last, {?MODULE, keep}, {keep, fun(N) -> N rem 3 =:= 0 end, fun(N) -> gen_server:cast(Sink, N) end}),
    ok = gen_event:add_handler(First, {?MODULE, square}, {map, fun(N) -> N * N end, fun(N) -> gen_event:notify(Last, N) end}),
    [gen_event:notify(First, N) || N <- lists:seq(1, 12)],
    ok = gen_event:sync_notify(First, 0),
    ok = gen_event:sync_notify(Last, 1),
    R = gen_server:call(Sink, all),
    ok = gen_event:swap_handler(Last, {{?MODULE, keep}, hand_over}, {{?MODULE, all}, all}),
    [gen_event:sync_notify(First, N) || N <- [2, 3]],
    ok = gen_event:sync_notify(Last, 100),
    {R, gen_server:call(Sink, all)}.

init(sink) -> {ok, []};
init({all, {keep, _, Next}}) -> {ok, {keep, fun(_) -> true end, Next}};
init(State) -> {ok, State}.
handle_event(N, {map, F, Next} = State) -> Next(F(N)), {ok, State};
handle_event(N, {keep, F, Next} = State) -> F(N) andalso Next(N), {ok, State}.
handle_call(_, State) -> {ok, State, State}.
handle_call(all, _, List) -> {reply, lists:reverse(List), []}.
handle_cast(N, List) -> {noreply, [N | List]}.
terminate(hand_over, State) -> State;
terminate(_, _) -> ok.
