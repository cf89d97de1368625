-module(sys_log).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start({local, sys_logged}, ?MODULE, 0, []),
    A = sys:log(Pid, get),
    ok = sys:log(Pid, {true, 3}),
    gen_server:cast(Pid, increment),
    gen_server:cast(Pid, increment),
    B = sys:log(Pid, get),
    C = sys:log(Pid, print),
    D = sys:log(Pid, false),
    E = sys:log(Pid, get),
    ok = sys:log(Pid, true),
    gen_server:cast(Pid, increment),
    {ok, F} = sys:log(Pid, get),
    {A, B, C, D, E, F}.

init(N) -> {ok, N}.
handle_call(_, _, N) -> {reply, N, N}.
handle_cast(increment, N) -> {noreply, N + 1}.
handle_info(_, N) -> {noreply, N}.
