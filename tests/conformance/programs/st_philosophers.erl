%% Five philosophers with five forks, which are machines, too; the last one takes them the other way round.
-module(st_philosophers).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    Forks = [begin {ok, F} = gen_statem:start_link(?MODULE, fork, []), F end || _ <- lists:seq(1, 5)],
    Me = self(),
    Seats = lists:zip3(lists:seq(1, 5), Forks, tl(Forks) ++ [hd(Forks)]),
    [spawn_link(fun() -> dine(case N of 5 -> {R, L}; _ -> {L, R} end, 3), Me ! {full, N} end) || {N, L, R} <- Seats],
    Full = lists:sort([receive {full, N} -> N after 5000 -> hungry end || _ <- Seats]),
    {Full, [sys:get_state(F) || F <- Forks]}.

dine(_, 0) -> ok;
dine({First, Second}, N) ->
    ok = gen_statem:call(First, take),
    ok = gen_statem:call(Second, take),
    timer:sleep(5),
    ok = gen_statem:call(Second, put),
    ok = gen_statem:call(First, put),
    dine({First, Second}, N - 1).

init(fork) -> {ok, free, 0}.
callback_mode() -> handle_event_function.
handle_event({call, {Pid, _} = From}, take, free, N) -> {next_state, {held, Pid}, N + 1, {reply, From, ok}};
handle_event({call, _}, take, {held, _}, _) -> {keep_state_and_data, postpone};
handle_event({call, {Pid, _} = From}, put, {held, Pid}, N) -> {next_state, free, N, {reply, From, ok}}.
