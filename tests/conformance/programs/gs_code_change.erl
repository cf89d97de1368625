-module(gs_code_change).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, code_change/3]).

main() ->
    {ok, Pid} = gen_server:start({local, gs_cc}, ?MODULE, {state, 1}, []),
    A = sys:change_code(Pid, ?MODULE, undefined, up),
    ok = sys:suspend(Pid),
    B = (catch gen_server:call(Pid, get, 20)),
    C = sys:change_code(Pid, ?MODULE, "1.0", up),
    D = sys:change_code(Pid, ?MODULE, {down, "1.0"}, fail),
    E = sys:change_code(Pid, ?MODULE, undefined, nonsense),
    ok = sys:resume(Pid),
    {A, B, C, D, E, gen_server:call(Pid, get)}.

init(State) -> {ok, State}.
handle_call(get, _, State) -> {reply, State, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.
code_change(OldVsn, {state, N}, up) -> {ok, {state, N + 1, OldVsn}};
code_change(_, _, fail) -> {error, no_way};
code_change(_, _, _) -> nonsense.
