%% handle_continue that goes on, stops, and answers nonsense.
-module(gs_continue_chain).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    P1 = start({ok, 0, {continue, {do, {noreply, 1, {continue, last}}}}}),
    A = gen_server:call(P1, x),
    B = {gen_server:call(P1, {do, {reply, r, 2, {continue, now}}}), gen_server:call(P1, y)},
    P2 = start({ok, 0, {continue, {do, {stop, normal, 1}}}}),
    P3 = start({ok, 0, {continue, {do, nonsense}}}),
    timer:sleep(300),
    {A, B, is_process_alive(P2), is_process_alive(P3)}.
