%% What handle_info may return.
-module(ge_info_returns).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    [begin
         Pid = new(a),
         Pid ! {do, Result},
         timer:sleep(30),
         {gen_event:which_handlers(Pid), sys:get_state(Pid)}
     end || Result <- [{ok, b}, {ok, b, hibernate}, remove_handler, {swap_handler, bye, c, {?MODULE, new}, d}]].
