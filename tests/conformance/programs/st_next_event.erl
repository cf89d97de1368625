%% A machine that feeds itself events.
-module(st_next_event).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, [], []),
    A = gen_statem:call(Pid, {sum, [1, 2, 3, 4]}),
    B = gen_statem:call(Pid, {sum, []}),
    {A, B}.

init([]) -> {ok, ready, undefined}.
callback_mode() -> handle_event_function.
handle_event({call, From}, {sum, List}, ready, _) ->
    {next_state, summing, From, [{next_event, internal, {add, N}} || N <- List] ++ [{next_event, internal, finish}, {next_event, info, {start, 0}}]};
handle_event(internal, {add, N}, summing, From) -> {next_state, {sum, N}, From};
handle_event(internal, {add, N}, {sum, Sum}, From) -> {next_state, {sum, Sum + N}, From};
handle_event(internal, finish, State, From) ->
    Sum = case State of {sum, S} -> S; summing -> 0 end,
    {next_state, ready, undefined, [{reply, From, Sum}]};
handle_event(info, Info, State, _) ->
    io:format("~p in ~p~n", [Info, State]),
    keep_state_and_data.
