%% sync_notify returns when all handlers have seen the event.
-module(ge_sync_notify).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    Slow = fun(S) -> timer:sleep(30), io:format("seen~n"), {ok, S} end,
    ok = gen_event:notify(Pid, {do, Slow}),
    io:format("notified~n"),
    ok = gen_event:sync_notify(Pid, {do, Slow}),
    io:format("all done~n").
