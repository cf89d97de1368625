-module(sys_trace).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, handle_continue/2]).

main() ->
    {ok, Pid} = gen_server:start({local, sys_traced}, ?MODULE, 0, []),
    sys:trace(Pid, true),
    gen_server:call(Pid, increment),
    gen_server:cast(Pid, increment),
    Pid ! {some, "info", <<"text">>},
    gen_server:call(Pid, {timeout, 1}),
    timer:sleep(20),
    gen_server:call(Pid, continue),
    sys:trace(Pid, false),
    gen_server:call(Pid, increment),
    {ok, Other} = gen_server:start({local, sys_traced_from_start}, ?MODULE, 0, [{debug, [trace]}]),
    gen_server:call(Other, increment),
    gen_server:stop(Other),
    gen_server:call(Pid, increment).

init(N) -> {ok, N}.
handle_call(increment, _, N) -> {reply, N + 1, N + 1};
handle_call({timeout, Time}, _, N) -> {reply, ok, N, Time};
handle_call(continue, _, N) -> {reply, ok, N, {continue, more}}.
handle_continue(more, N) -> {noreply, N}.
handle_cast(increment, N) -> {noreply, N + 1}.
handle_info(_, N) -> {noreply, N}.
