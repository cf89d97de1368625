-module(sys_log_in_report).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start({local, sys_logged_crash}, ?MODULE, 0, []),
    ok = sys:log(Pid, true),
    gen_server:cast(Pid, increment),
    gen_server:cast(Pid, crash),
    timer:sleep(250),
    whereis(sys_logged_crash).

init(N) -> {ok, N}.
handle_call(_, _, N) -> {reply, N, N}.
handle_cast(increment, N) -> {noreply, N + 1};
handle_cast(crash, _) -> exit(crashed).
handle_info(_, N) -> {noreply, N}.
