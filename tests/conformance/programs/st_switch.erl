%% A push button that counts.
-module(st_switch).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start_link(?MODULE, [], []),
    L = [gen_statem:call(Pid, push) || _ <- lists:seq(1, 5)],
    N = gen_statem:call(Pid, count),
    ok = gen_statem:stop(Pid),
    {L, N, is_process_alive(Pid)}.

init([]) -> {ok, off, 0}.
callback_mode() -> state_functions.
off({call, From}, push, N) -> {next_state, on, N + 1, [{reply, From, on}]};
off(Type, Content, N) -> any(Type, Content, N).
on({call, From}, push, N) -> {next_state, off, N, [{reply, From, off}]};
on(Type, Content, N) -> any(Type, Content, N).
any({call, From}, count, N) -> {keep_state, N, [{reply, From, N}]}.
