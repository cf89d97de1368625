%% What is reported when it crashes.
-module(sb_thing_crashes).
-behaviour(supervisor_bridge).
-include("sb_bridge.hrl").

main() ->
    process_flag(trap_exit, true),
    {ok, _} = supervisor_bridge:start_link(?MODULE, sb_thing),
    sb_thing ! {crash, oops},
    timer:sleep(300),
    {ok, _} = supervisor_bridge:start_link({local, sb_name}, ?MODULE, sb_thing),
    sb_thing ! {crash, oops},
    timer:sleep(300),
    flush().
