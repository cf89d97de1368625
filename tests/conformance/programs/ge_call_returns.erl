%% What handle_call may return.
-module(ge_call_returns).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    [begin
         Pid = new(a),
         {gen_event:call(Pid, ?MODULE, {do, Result}), gen_event:which_handlers(Pid), sys:get_state(Pid)}
     end || Result <- [{ok, r, b}, {ok, r, b, hibernate}, {remove_handler, r}, {swap_handler, r, bye, c, {?MODULE, new}, d}, fun(_) -> throw({ok, r, thrown}) end, {ok, {error, meant}, b}]].
