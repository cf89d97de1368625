%% A handler that crashes is removed and reported; the others stay.
-module(ge_crash_in_event).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    {ok, Pid} = gen_event:start({local, ge_crasher}),
    ok = gen_event:add_handler(Pid, {?MODULE, good}, good),
    ok = gen_event:add_handler(Pid, {?MODULE, bad}, bad),
    notify(Pid, {do, fun(good) -> {ok, still_good}; (S) -> error({oops, S}) end}),
    timer:sleep(300),
    sys:get_state(Pid).
