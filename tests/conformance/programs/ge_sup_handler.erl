%% Who adds a supervised handler hears of its end.
-module(ge_sup_handler).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(),
    [begin
         ok = gen_event:add_sup_handler(Pid, {?MODULE, x}, a),
         F(Pid),
         timer:sleep(40),
         [case M of {gen_event_EXIT, H, {'EXIT', {R, [_ | _]}}} -> {gen_event_EXIT, H, {'EXIT', R}}; _ -> M end || M <- flush()]
     end || F <- [fun(P) -> notify(P, {do, remove_handler}) end, fun(P) -> gen_event:delete_handler(P, {?MODULE, x}, why) end,
                  fun(P) -> gen_event:call(P, {?MODULE, x}, {do, {remove_handler, r}}) end, fun(P) -> gen_event:stop(P) end]].
