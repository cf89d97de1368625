-module(gs_call_exits).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start(?MODULE, [], []),
    Tries = [
        fun() -> gen_server:call(nobody, hello) end,
        fun() -> gen_server:call({nobody, node()}, hello) end,
        fun() -> gen_server:call({nobody, 'elsewhere@nohost'}, hello) end,
        fun() -> gen_server:call(self(), hello) end,
        fun() -> gen_server:call(Pid, silence, 10) end,
        fun() -> gen_server:call(Pid, silence, 0) end,
        fun() -> gen_server:call(Pid, {exit, bye}) end,
        fun() -> gen_server:call(Pid, after_the_end) end,
        fun() -> gen_server:call(Pid, after_the_end, infinity) end
    ],
    [case catch Try() of
        {'EXIT', {Reason, {gen_server, call, Args}}} -> {Reason, length(Args)};
        Other -> {other, Other}
     end || Try <- Tries].

init([]) -> {ok, none}.
handle_call(silence, _, State) -> {noreply, State};
handle_call({exit, _}, _, State) -> {stop, normal, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.
