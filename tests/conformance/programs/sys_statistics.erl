-module(sys_statistics).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start(?MODULE, 0, []),
    A = sys:statistics(Pid, get),
    ok = sys:statistics(Pid, true),
    [gen_server:call(Pid, x) || _ <- [1, 2, 3]],
    gen_server:cast(Pid, x),
    {ok, List} = sys:statistics(Pid, get),
    B = [proplists:get_value(Key, List) || Key <- [messages_in, messages_out]],
    C = [Key || {Key, _} <- List],
    D = sys:statistics(Pid, false),
    {A, B, C, D, sys:statistics(Pid, get)}.

init(N) -> {ok, N}.
handle_call(_, _, N) -> {reply, N, N}.
handle_cast(_, N) -> {noreply, N}.
handle_info(_, N) -> {noreply, N}.
