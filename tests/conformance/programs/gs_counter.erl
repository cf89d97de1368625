-module(gs_counter).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start_link(?MODULE, 5, []),
    A = gen_server:call(Pid, get),
    B = gen_server:cast(Pid, {add, 3}),
    C = gen_server:call(Pid, {add, 10}),
    Pid ! {add, 100},
    D = gen_server:call(Pid, get),
    E = gen_server:stop(Pid),
    {is_pid(Pid), A, B, C, D, E, is_process_alive(Pid)}.

init(N) -> {ok, N}.
handle_call(get, _From, N) -> {reply, N, N};
handle_call({add, M}, _From, N) -> {reply, N + M, N + M}.
handle_cast({add, M}, N) -> {noreply, N + M}.
handle_info({add, M}, N) -> {noreply, N + M}.
