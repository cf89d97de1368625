%% A message that makes a handler crash.
-module(ge_crash_in_info).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    Pid ! {do, nonsense},
    timer:sleep(300),
    gen_event:which_handlers(Pid).
