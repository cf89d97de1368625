-module(gs_no_terminate_no_code_change).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2]).

main() ->
    {ok, Pid} = gen_server:start(?MODULE, fine, []),
    ok = sys:suspend(Pid),
    A = sys:change_code(Pid, ?MODULE, undefined, extra),
    ok = sys:resume(Pid),
    {element(1, A), gen_server:call(Pid, get), gen_server:stop(Pid)}.

init(State) -> {ok, State}.
handle_call(get, _, State) -> {reply, State, State}.
handle_cast(_, State) -> {noreply, State}.
