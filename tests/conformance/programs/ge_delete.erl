%% delete_handler returns what terminate returns.
-module(ge_delete).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    A = gen_event:delete_handler(Pid, ?MODULE, why),
    B = gen_event:delete_handler(Pid, ?MODULE, why),
    ok = gen_event:add_handler(Pid, ?MODULE, {b, fun() -> throw(thrown) end}),
    C = gen_event:delete_handler(Pid, ?MODULE, why),
    ok = gen_event:add_handler(Pid, ?MODULE, {c, fun() -> error(crashed) end}),
    {'EXIT', {D, _}} = gen_event:delete_handler(Pid, ?MODULE, why),
    {A, B, C, D, gen_event:which_handlers(Pid)}.
