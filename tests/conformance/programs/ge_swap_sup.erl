%% Swapping with a supervisor of the handler.
-module(ge_swap_sup).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(),
    ok = gen_event:add_sup_handler(Pid, ?MODULE, a),
    ok = gen_event:swap_sup_handler(Pid, {?MODULE, out}, {{?MODULE, 2}, b}),
    A = flush(),
    ok = gen_event:swap_handler(Pid, {{?MODULE, 2}, out}, {{?MODULE, 3}, c}),
    B = flush(),
    notify(Pid, {do, {swap_handler, out, c2, {?MODULE, 4}, d}}),
    C = flush(),
    notify(Pid, {do, remove_handler}),
    {A, B, C, flush()} =:= {[{gen_event_EXIT, ?MODULE, {swapped, {?MODULE, 2}, self()}}], [{gen_event_EXIT, {?MODULE, 2}, {swapped, {?MODULE, 3}, self()}}],
                            [{gen_event_EXIT, {?MODULE, 3}, {swapped, {?MODULE, 4}, self()}}], [{gen_event_EXIT, {?MODULE, 4}, normal}]}.
