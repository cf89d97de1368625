%% What handle_event may return.
-module(ge_event_returns).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    [begin
         Pid = new(a),
         notify(Pid, {do, Result}),
         {gen_event:which_handlers(Pid), sys:get_state(Pid)}
     end || Result <- [{ok, b}, {ok, b, hibernate}, remove_handler, {swap_handler, bye, c, {?MODULE, new}, d}, fun(_) -> throw({ok, thrown}) end]].
