%% One handler takes over from another.
-module(ge_swap).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    A = gen_event:swap_handler(Pid, {?MODULE, hand_over}, {{?MODULE, 2}, b}),
    B = gen_event:which_handlers(Pid),
    C = gen_event:swap_handler(Pid, {not_there, x}, {{?MODULE, 3}, c}),
    D = gen_event:which_handlers(Pid),
    E = gen_event:swap_handler(Pid, {{?MODULE, 3}, again}, {?MODULE, d}),
    {A, B, C, D, E, sys:get_state(Pid)}.
