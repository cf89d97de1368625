%% The bridge ends with what it started.
-module(sb_thing_ends).
-behaviour(supervisor_bridge).
-include("sb_bridge.hrl").

main() ->
    process_flag(trap_exit, true),
    [begin
         {ok, _} = supervisor_bridge:start_link(?MODULE, sb_thing),
         sb_thing ! M,
         timer:sleep(100),
         flush()
     end || M <- [stop, {crash, shutdown}, {crash, {shutdown, x}}]].
