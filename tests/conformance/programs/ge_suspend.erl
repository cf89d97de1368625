%% A suspended manager keeps its events; terminating it in between.
-module(ge_suspend).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    ok = sys:suspend(Pid),
    ok = gen_event:notify(Pid, waiting),
    io:format("resume~n"),
    ok = sys:resume(Pid),
    {reply, q, a} = gen_event:call(Pid, ?MODULE, q),
    ok = sys:suspend(Pid),
    ok = gen_event:notify(Pid, lost),
    gen_event:stop(Pid).
