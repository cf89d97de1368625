-module(gs_continue).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, handle_continue/2]).

main() ->
    {ok, Pid} = gen_server:start_link(?MODULE, [], []),
    A = gen_server:call(Pid, get),
    gen_server:cast(Pid, go_on),
    B = gen_server:call(Pid, go_on),
    Pid ! go_on,
    {A, B, gen_server:call(Pid, get)}.

init([]) -> {ok, [init], {continue, first}}.
handle_continue(first, State) -> {noreply, [first | State], {continue, second}};
handle_continue(What, State) -> {noreply, [What | State]}.
handle_call(get, _, State) -> {reply, lists:reverse(State), State};
handle_call(go_on, _, State) -> {reply, ok, State, {continue, from_call}}.
handle_cast(go_on, State) -> {noreply, State, {continue, from_cast}}.
handle_info(go_on, State) -> {noreply, State, {continue, from_info}}.
