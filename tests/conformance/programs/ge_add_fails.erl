%% init of a handler that refuses or fails.
-module(ge_add_fails).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(),
    A = gen_event:add_handler(Pid, ?MODULE, {error, no_thanks}),
    B = gen_event:add_handler(Pid, ?MODULE, fun() -> nonsense end),
    {'EXIT', {C, [_ | _]}} = gen_event:add_handler(Pid, ?MODULE, fun() -> error(in_init) end),
    D = gen_event:add_handler(Pid, ?MODULE, fun() -> exit(in_init) end),
    E = gen_event:add_handler(Pid, ?MODULE, fun() -> throw({ok, thrown}) end),
    {'EXIT', {F, [G | _]}} = gen_event:add_handler(Pid, no_such_module, x),
    {A, B, C, D, E, F, G, gen_event:which_handlers(Pid)}.
