-module(sys_suspend).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start(?MODULE, [], []),
    A = sys:suspend(Pid),
    gen_server:cast(Pid, {add, 1}),
    Pid ! {add, 2},
    B = sys:get_state(Pid),
    {status, Pid, _, [_, Status, _, _, _]} = sys:get_status(Pid),
    C = sys:replace_state(Pid, fun(S) -> [replaced | S] end),
    D = sys:suspend(Pid),
    E = sys:resume(Pid),
    F = sys:get_state(Pid),
    G = sys:resume(Pid),
    sys:suspend(Pid),
    H = gen_server:stop(Pid),
    {A, B, Status, C, D, E, F, G, H}.

init(State) -> {ok, State}.
handle_call(get, _, State) -> {reply, State, State}.
handle_cast({add, X}, State) -> {noreply, [X | State]}.
handle_info({add, X}, State) -> {noreply, [X | State]}.
