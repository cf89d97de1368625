%% A timeout ends with any message, and starts again after a system message.
-module(gs_timeouts_and_messages).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    P1 = start({ok, 0, 0}),
    timer:sleep(20),
    r = gen_server:call(P1, {do, {reply, r, 1, 10}}),
    timer:sleep(40),
    P2 = start({ok, 2, 60}),
    P2 ! disturb,
    timer:sleep(120),
    P3 = start({ok, 3, 60}),
    3 = sys:get_state(P3),
    timer:sleep(200),
    ok.
