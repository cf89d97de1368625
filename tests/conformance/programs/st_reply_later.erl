%% Callers are answered later, in another order, by the machine or somebody else.
-module(st_reply_later).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, [], []),
    Me = self(),
    [begin spawn(fun() -> Me ! {N, gen_statem:call(Pid, {wait, N})} end), timer:sleep(10) end || N <- [1, 2, 3]],
    {waiting, Waiting} = sys:get_state(Pid),
    [{3, From} | _] = Waiting,
    ok = gen_statem:reply(From, from_outside),
    A = receive {3, X} -> X end,
    ok = gen_statem:cast(Pid, {go, tl(Waiting)}),
    B = receive {1, Y} -> Y end,
    C = receive {2, Z} -> Z end,
    {A, B, C}.

init([]) -> {ok, waiting, []}.
callback_mode() -> state_functions.
waiting({call, From}, {wait, N}, Waiting) -> {keep_state, [{N, From} | Waiting]};
waiting(cast, {go, Waiting}, _) ->
    ok = gen_statem:reply([{reply, From, {go, N}} || {N, From} <- Waiting]),
    {keep_state, []}.
