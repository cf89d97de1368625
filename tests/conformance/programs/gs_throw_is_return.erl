-module(gs_throw_is_return).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start_link(?MODULE, 1, []),
    A = gen_server:call(Pid, {throw, {reply, thrown, 2}}),
    gen_server:cast(Pid, {throw, {noreply, 3}}),
    B = gen_server:call(Pid, get),
    Pid ! {throw, {noreply, 4}},
    C = gen_server:call(Pid, get),
    unlink(Pid),
    D = gen_server:call(Pid, {throw, {stop, normal, farewell, 5}}),
    timer:sleep(10),
    {A, B, C, D, is_process_alive(Pid)}.

init(N) -> throw({ok, N}).
handle_call({throw, What}, _, _) -> throw(What);
handle_call(get, _, N) -> {reply, N, N}.
handle_cast({throw, What}, _) -> throw(What).
handle_info({throw, What}, _) -> throw(What).
