%% enter_loop with all forms of its arguments.
-module(gs_enter_loop_forms).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    Loop = fun(Args) -> proc_lib:spawn(fun() -> apply(gen_server, enter_loop, [?MODULE, [] | Args]) end) end,
    A = gen_server:call(Loop([a]), x),
    B = Loop([b, 10]),
    C = Loop([c, {continue, go}]),
    D = Loop([d, hibernate]),
    timer:sleep(60),
    Registered = fun(Name, More) -> proc_lib:spawn(fun() -> register(Name, self()), apply(gen_server, enter_loop, [?MODULE, [] | More]) end) end,
    Registered(gs_e, [e, {local, gs_e}]),
    Registered(gs_f, [f, {local, gs_f}, 10]),
    timer:sleep(60),
    {A, [gen_server:call(P, y) || P <- [B, C, D, gs_e, gs_f]], [gen_server:stop(P) || P <- [B, C, D, gs_e, gs_f]]}.
