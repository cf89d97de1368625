%% The caller of a handler that crashes gets an error.
-module(ge_crash_in_call).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    [begin
         Pid = new(a),
         R = gen_event:call(Pid, ?MODULE, {do, Result}),
         timer:sleep(300),
         {case R of {error, {'EXIT', {Reason, [_ | _]}}} -> {error, Reason}; _ -> R end, gen_event:which_handlers(Pid)}
     end || Result <- [fun(_) -> error(oops) end, fun(_) -> exit(out) end, nonsense]].
