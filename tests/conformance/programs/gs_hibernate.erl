-module(gs_hibernate).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start_link(?MODULE, 1, []),
    A = sleeping(Pid),
    B = gen_server:call(Pid, get),
    C = gen_server:call(Pid, hibernate),
    D = sleeping(Pid),
    gen_server:cast(Pid, hibernate),
    E = sleeping(Pid),
    {ok, Other} = gen_server:start_link(?MODULE, awake, [{hibernate_after, 10}]),
    F = sleeping(Other),
    {A, B, C, D, E, gen_server:call(Pid, get), F, gen_server:call(Other, get), sleeping(Other)}.

sleeping(Pid) ->
    timer:sleep(50),
    process_info(Pid, current_function).

init(awake) -> {ok, awake};
init(N) -> {ok, N, hibernate}.
handle_call(get, _, N) -> {reply, N, N};
handle_call(hibernate, _, N) -> {reply, N + 1, N + 1, hibernate}.
handle_cast(hibernate, N) -> {noreply, N + 1, hibernate}.
handle_info(_, N) -> {noreply, N}.
