-module(gs_reply_later).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start_link(?MODULE, [], []),
    Self = self(),
    [spawn_link(fun() -> Self ! {N, gen_server:call(Pid, {wait, N})} end) || N <- [1, 2, 3]],
    timer:sleep(20),
    Waiting = gen_server:call(Pid, count),
    gen_server:cast(Pid, answer_all),
    {Waiting, lists:sort([receive {N, Answer} -> {N, Answer} end || N <- [1, 2, 3]])}.

init([]) -> {ok, []}.
handle_call({wait, N}, From, Waiting) -> {noreply, [{N, From} | Waiting]};
handle_call(count, {Pid, [alias | Ref]}, Waiting) when is_pid(Pid), is_reference(Ref) ->
    {reply, length(Waiting), Waiting}.
handle_cast(answer_all, Waiting) ->
    [ok = gen_server:reply(From, {answer, N * N}) || {N, From} <- Waiting],
    {noreply, []}.
handle_info(_, State) -> {noreply, State}.
