%% The newest handler is first; one module may handle several times.
-module(ge_order).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    ok = gen_event:add_handler(Pid, {?MODULE, 2}, b),
    ok = gen_event:add_handler(Pid, {?MODULE, "three"}, c),
    notify(Pid, hello),
    Pid ! hello,
    Which = gen_event:which_handlers(Pid),
    ok = gen_event:add_handler(Pid, ?MODULE, again),
    {Which, gen_event:which_handlers(Pid), gen_event:call(Pid, ?MODULE, who), gen_event:delete_handler(Pid, ?MODULE, out), gen_event:call(Pid, ?MODULE, who)}.
