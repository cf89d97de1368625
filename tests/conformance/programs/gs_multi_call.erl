-module(gs_multi_call).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start({local, gs_multi}, ?MODULE, 7, []),
    A = gen_server:multi_call(gs_multi, get),
    B = gen_server:multi_call([node()], gs_multi, get),
    C = gen_server:multi_call([node()], gs_multi, silence, 20),
    D = gen_server:multi_call([node()], nobody, get),
    E = gen_server:multi_call([], gs_multi, get),
    F = gen_server:abcast(gs_multi, {set, 8}),
    G = gen_server:abcast([node()], gs_multi, {add, 1}),
    H = gen_server:call(Pid, get),
    {A, B, C, D, E, F, G, H, receive X -> X after 0 -> nothing_left end}.

init(N) -> {ok, N}.
handle_call(get, _, N) -> {reply, N, N};
handle_call(silence, _, N) -> {noreply, N}.
handle_cast({set, N}, _) -> {noreply, N};
handle_cast({add, M}, N) -> {noreply, N + M}.
handle_info(_, N) -> {noreply, N}.
