%% Exits of others are messages to a manager.
-module(ge_exit_messages).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    exit(Pid, from_me),
    timer:sleep(20),
    spawn(fun() -> link(Pid), exit(from_another) end),
    timer:sleep(20),
    {is_process_alive(Pid), process_info(Pid, trap_exit)}.
