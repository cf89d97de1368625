%% Postponed events come again when the state changes.
-module(st_postpone).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, [], []),
    [gen_statem:cast(Pid, {work, N}) || N <- [1, 2, 3]],
    Pid ! note,
    gen_statem:cast(Pid, ready),
    A = gen_statem:call(Pid, done),
    gen_statem:cast(Pid, rest),
    [gen_statem:cast(Pid, {work, N}) || N <- [4, 5]],
    B = gen_statem:call(Pid, done),
    gen_statem:cast(Pid, ready),
    C = gen_statem:call(Pid, done),
    {A, B, C}.

init([]) -> {ok, idle, []}.
callback_mode() -> state_functions.
idle(cast, {work, _}, _) -> {keep_state_and_data, postpone};
idle(cast, ready, Done) -> {next_state, busy, Done};
idle(info, note, _) -> io:format("note~n"), keep_state_and_data;
idle({call, From}, done, Done) -> {keep_state_and_data, {reply, From, Done}}.
busy(cast, {work, N}, Done) -> io:format("work ~p~n", [N]), {keep_state, [N | Done]};
busy(cast, rest, Done) -> {next_state, idle, Done};
busy({call, From}, done, Done) -> {keep_state_and_data, {reply, From, Done}}.
