-module(counter).
-behaviour(gen_server).
-export([start/0, up/1, get/1, init/1, handle_call/3, handle_cast/2]).

start() -> gen_server:start(?MODULE, [], []).
up(Pid) -> gen_server:call(Pid, up).
get(Pid) -> gen_server:call(Pid, get).

init([]) -> {ok, 0}.
handle_call(up, _, N) -> {reply, N + 1, N + 1};
handle_call(get, _, N) -> {reply, N, N}.
handle_cast(_, N) -> {noreply, N}.
