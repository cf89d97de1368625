-module(gs_send_request).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start({local, gs_requests}, ?MODULE, [], []),
    A = [gen_server:wait_response(gen_server:send_request(To, {echo, 1}), 100)
         || To <- [Pid, gs_requests, {gs_requests, node()}, nobody, {nobody, node()}]],
    Slow = gen_server:send_request(Pid, {after_ms, 100, slow}),
    B = gen_server:wait_response(Slow, 0),
    C = gen_server:wait_response(Slow, 3000),
    Lost = gen_server:send_request(Pid, {after_ms, 100, lost}),
    D = gen_server:receive_response(Lost, 0),
    E = receive X -> X after 400 -> nothing end,
    Checked = gen_server:send_request(Pid, {echo, checked}),
    F = receive Message -> {gen_server:check_response(other, Checked), gen_server:check_response(Message, Checked)} end,
    Dying = gen_server:send_request(Pid, stop),
    G = gen_server:receive_response(Dying, infinity),
    {A, B, C, D, E, F, element(1, element(2, G))}.

init([]) -> {ok, []}.
handle_call({echo, X}, _, State) -> {reply, X, State};
handle_call({after_ms, Time, X}, From, State) ->
    erlang:send_after(Time, self(), {answer, From, X}),
    {noreply, State};
handle_call(stop, _, State) -> {stop, shutdown, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info({answer, From, X}, State) ->
    gen_server:reply(From, X),
    {noreply, State}.
