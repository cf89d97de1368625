%% Requests whose answers are fetched later.
-module(st_send_request).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    R1 = gen_statem:send_request(Pid, get),
    A = gen_statem:wait_response(R1),
    R2 = gen_statem:send_request(Pid, {do, fun(_, _, _) -> keep_state_and_data end}),
    B = {gen_statem:wait_response(R2, 10), gen_statem:receive_response(R2, 10), gen_statem:receive_response(R2, 0)},
    R3 = gen_statem:send_request(nobody, get),
    C = gen_statem:receive_response(R3),
    R4 = gen_statem:send_request(Pid, get),
    D = receive M -> {gen_statem:check_response(other, R4), gen_statem:check_response(M, R4)} end,
    {A, B, C, D}.
