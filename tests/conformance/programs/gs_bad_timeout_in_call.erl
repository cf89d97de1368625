%% A bad timeout in the answer to a call, and of init.
-module(gs_bad_timeout_in_call).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    Pid = start({ok, 0}),
    A = reason(fun() -> gen_server:call(Pid, {do, {reply, r, 1, soon}}) end),
    timer:sleep(300),
    B = gen_server:start(?MODULE, {ok, 0, soon}, []),
    timer:sleep(300),
    {A, B}.
