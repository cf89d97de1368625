-module(gs_request_ids).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start(?MODULE, [], []),
    None = gen_server:reqids_new(),
    A = {gen_server:reqids_size(None), gen_server:receive_response(None, 10, true), gen_server:wait_response(None, 10, false)},
    One = gen_server:send_request(Pid, {echo, 1}, first, None),
    Two = gen_server:send_request(Pid, {echo, 2}, {second, "label"}, One),
    Three = gen_server:reqids_add(gen_server:send_request(Pid, {echo, 3}), third, Two),
    B = {gen_server:reqids_size(Three), lists:sort([L || {_, L} <- gen_server:reqids_to_list(Three)])},
    {R1, L1, Left1} = gen_server:receive_response(Three, 100, true),
    {R2, L2, Left2} = gen_server:wait_response(Left1, 100, false),
    C = {gen_server:reqids_size(Left1), gen_server:reqids_size(Left2)},
    {R3, L3, Left3} = gen_server:wait_response(Left2, {abs, erlang:monotonic_time(millisecond) + 100}, true),
    D = gen_server:receive_response(Left3, 0, true),
    E = (catch gen_server:reqids_add(foo, bar, Three)) =/= ok,
    {A, B, lists:sort([{R1, L1}, {R2, L2}, {R3, L3}]), C, D, E,
     [catch element(1, element(2, catch F())) || F <- [fun() -> gen_server:reqids_size(x) end, fun() -> gen_server:reqids_to_list([]) end]]}.

init([]) -> {ok, []}.
handle_call({echo, X}, _, State) -> {reply, X, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.
