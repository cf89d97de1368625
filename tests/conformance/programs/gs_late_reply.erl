-module(gs_late_reply).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

%% A reply after the caller has given up goes nowhere.
main() ->
    {ok, Pid} = gen_server:start(?MODULE, [], []),
    {'EXIT', {timeout, _}} = (catch gen_server:call(Pid, slow, 20)),
    A = receive X -> X after 100 -> no_message end,
    {A, gen_server:call(Pid, quick)}.

init([]) -> {ok, []}.
handle_call(slow, _, State) ->
    timer:sleep(50),
    {reply, late, State};
handle_call(quick, _, State) -> {reply, in_time, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.
