-module(sys_state).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start({local, sys_st}, ?MODULE, 1, []),
    A = sys:get_state(Pid),
    B = sys:get_state(sys_st, 100),
    C = sys:replace_state(Pid, fun(N) -> N + 1 end),
    D = gen_server:call(Pid, get),
    E = (catch sys:replace_state(Pid, fun(_) -> error(bad_fun) end)),
    F = (catch sys:replace_state(Pid, fun(_) -> throw(bad_fun) end, 100)),
    G = [catch Ask() || Ask <- [fun() -> sys:get_state(nobody) end, fun() -> sys:get_state(nobody, 10) end,
                                fun() -> sys:suspend(nobody) end, fun() -> sys:replace_state(nobody, f) end,
                                fun() -> sys:get_status(nobody, 5) end, fun() -> sys:change_code(nobody, m, v, e) end]],
    {A, B, C, D, element(1, element(2, E)), element(1, element(2, F)), G, gen_server:call(Pid, get)}.

init(State) -> {ok, State}.
handle_call(get, _, State) -> {reply, State, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.
