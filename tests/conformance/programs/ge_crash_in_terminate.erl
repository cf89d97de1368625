%% terminate that fails is not reported.
-module(ge_crash_in_terminate).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new({a, fun() -> error(in_terminate) end}),
    notify(Pid, {do, remove_handler}),
    ok = gen_event:add_handler(Pid, ?MODULE, {b, fun() -> exit(in_terminate) end}),
    notify(Pid, {do, nonsense}),
    timer:sleep(300),
    ok = gen_event:add_handler(Pid, ?MODULE, {c, fun() -> exit(in_terminate) end}),
    {gen_event:stop(Pid), is_process_alive(Pid)}.
