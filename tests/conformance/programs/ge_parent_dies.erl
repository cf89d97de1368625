%% A manager ends with its parent.
-module(ge_parent_dies).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Me = self(),
    {_, M} = spawn_monitor(fun() -> {ok, Pid} = gen_event:start_link(), ok = gen_event:add_handler(Pid, ?MODULE, a), Me ! {pid, Pid}, exit(parent_gone) end),
    Pid = receive {pid, P} -> P end,
    receive {'DOWN', M, _, _, _} -> ok end,
    timer:sleep(300),
    is_process_alive(Pid).
