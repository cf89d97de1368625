%% A bridge under a supervisor is restarted.
-module(sb_supervised).
-behaviour(supervisor_bridge).
-include("sb_bridge.hrl").

main() ->
    {ok, Sup} = supervisor:start_link(?MODULE, {supervisor, #{intensity => 2}, [#{id => bridge, start => {supervisor_bridge, start_link, [?MODULE, sb_thing]}, type => supervisor}]}),
    First = whereis(sb_thing),
    A = [{Id, Type, Modules} || {Id, _, Type, Modules} <- supervisor:which_children(Sup)],
    sb_thing ! {crash, oops},
    timer:sleep(400),
    B = {whereis(sb_thing) =/= First, supervisor:count_children(Sup)},
    unlink(Sup),
    exit(Sup, shutdown),
    timer:sleep(50),
    {A, B, whereis(sb_thing)}.
