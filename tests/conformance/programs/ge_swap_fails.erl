%% The new handler fails: the old one is gone.
-module(ge_swap_fails).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    {error, {'EXIT', {A, _}}} = gen_event:swap_handler(Pid, {?MODULE, out}, {no_such_module, b}),
    {A, gen_event:which_handlers(Pid)}.
