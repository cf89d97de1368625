%% Handlers that exit, throw or return nonsense.
-module(ge_crash_exit_throw).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    [begin
         Pid = new(a),
         notify(Pid, {do, Result}),
         timer:sleep(300),
         gen_event:which_handlers(Pid)
     end || Result <- [fun(_) -> exit(out) end, fun(_) -> throw(nonsense) end, nonsense, {ok}]].
