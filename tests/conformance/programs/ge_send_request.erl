%% Requests to handlers whose answers are fetched later.
-module(ge_send_request).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    A = gen_event:wait_response(gen_event:send_request(Pid, ?MODULE, q), 1000),
    B = gen_event:receive_response(gen_event:send_request(Pid, no_handler, q), 1000),
    C = gen_event:receive_response(gen_event:send_request(nobody, ?MODULE, q), 1000),
    R = gen_event:send_request(Pid, ?MODULE, {do, fun(S) -> timer:sleep(50), {ok, late, S} end}),
    D = {gen_event:wait_response(R, 10), gen_event:receive_response(R, 1000)},
    Id = gen_event:send_request(Pid, ?MODULE, q),
    E = receive M -> {gen_event:check_response(other, Id), gen_event:check_response(M, Id)} end,
    {A, B, C, D, E}.
