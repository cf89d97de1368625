%% Requests by id with bad arguments and to servers that end.
-module(gs_request_corners).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    Pid = start({ok, 0}),
    A = gen_server:receive_response(gen_server:send_request(Pid, {do, {stop, normal, 1}}), 1000),
    B = gen_server:receive_response(gen_server:send_request(nobody, x), 1000),
    Ref = make_ref(),
    C = gen_server:reqids_add(Ref, label, gen_server:reqids_new()),
    D = [reason(F) || F <- [fun() -> gen_server:reqids_add(Ref, label, C) end, fun() -> gen_server:reqids_add(x, label, C) end,
        fun() -> gen_server:reqids_size(x) end, fun() -> gen_server:reqids_to_list(x) end]],
    {element(1, A), element(1, element(2, A)) =:= normal, B, D, gen_server:check_response(message, C, true), gen_server:check_response(message, gen_server:reqids_new(), true)}.
