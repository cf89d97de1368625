-module(gs_no_handle_info).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2]).

%% A server without handle_info/2 drops what it does not expect, and says so.
main() ->
    {ok, Pid} = gen_server:start(?MODULE, fine, []),
    Pid ! {some, "message"},
    timer:sleep(250),
    gen_server:call(Pid, get).

init(State) -> {ok, State}.
handle_call(get, _, State) -> {reply, State, State}.
handle_cast(_, State) -> {noreply, State}.
