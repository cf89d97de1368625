%% init that refuses or fails.
-module(sb_init_fails).
-behaviour(supervisor_bridge).
-include("sb_bridge.hrl").

main() ->
    process_flag(trap_exit, true),
    [begin
         R = supervisor_bridge:start_link(?MODULE, F),
         timer:sleep(300),
         case R of {error, {Reason, [_ | _]}} -> {error, Reason}; _ -> R end
     end || F <- [fun() -> ignore end, fun() -> {error, no_luck} end, fun() -> exit(in_init) end, fun() -> throw(x) end]].
