%% A connection that is tried again with growing pauses, keeps requests until it is there, and gives up.
-module(st_connection).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    Me = self(),
    %% The other end answers at the third attempt.
    {ok, Up} = gen_statem:start_link(?MODULE, {fun(N) -> N >= 3 end, 5}, []),
    [spawn(fun() -> Me ! {N, gen_statem:call(Up, {request, N})} end) || N <- [1, 2]],
    A = lists:sort([receive {N, Reply} -> {N, Reply} after 5000 -> late end || N <- [1, 2]]),
    gen_statem:cast(Up, lost),
    B = gen_statem:call(Up, {request, 3}),
    gen_statem:stop(Up),
    {ok, Down} = gen_statem:start(?MODULE, {fun(_) -> false end, 3}, []),
    M = monitor(process, Down),
    C = (catch gen_statem:call(Down, {request, 4})),
    D = receive {'DOWN', M, process, _, Reason} -> Reason after 5000 -> lives end,
    {A, B, element(1, element(2, C)), D}.

init({Answers, Max}) -> {ok, connecting, #{answers => Answers, max => Max, tries => 0}}.
callback_mode() -> [state_functions, state_enter].

connecting(enter, _, #{tries := N} = Data) -> {keep_state, Data#{tries := N + 1}, [{state_timeout, 10 bsl N, attempt}]};
connecting(state_timeout, attempt, #{answers := Answers, tries := N, max := Max} = Data) ->
    case Answers(N) of
        true -> {next_state, connected, Data#{tries := 0, answers := fun(_) -> true end}};
        false when N =:= Max -> {stop, {shutdown, no_answer}};
        false -> io:format("attempt ~p failed~n", [N]), repeat_state_and_data
    end;
connecting({call, _}, {request, _}, _) -> {keep_state_and_data, postpone};
connecting(cast, lost, _) -> keep_state_and_data.

connected(enter, connecting, _) -> io:format("connected~n"), {keep_state_and_data, {{timeout, idle}, 1000, idle}};
connected({call, From}, {request, N}, _) -> {keep_state_and_data, [{reply, From, {answer, N}}, {{timeout, idle}, 1000, idle}]};
connected({timeout, idle}, idle, Data) -> {next_state, connecting, Data};
connected(cast, lost, Data) -> io:format("lost~n"), {next_state, connecting, Data, [{{timeout, idle}, cancel}]}.
