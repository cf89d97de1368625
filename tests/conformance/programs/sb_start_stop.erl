%% A bridge starts something and stops it.
-module(sb_start_stop).
-behaviour(supervisor_bridge).
-include("sb_bridge.hrl").

main() ->
    process_flag(trap_exit, true),
    {ok, Pid} = supervisor_bridge:start_link(?MODULE, sb_thing),
    {ok, Named} = supervisor_bridge:start_link({local, sb_name}, ?MODULE, sb_other),
    A = {is_pid(whereis(sb_thing)), whereis(sb_name) =:= Named, proc_lib:initial_call(Pid), process_info(Pid, trap_exit)},
    B = {gen_server:call(Pid, anything), gen_server:cast(Pid, x), Pid ! x},
    exit(Pid, shutdown),
    timer:sleep(30),
    {A, B, whereis(sb_thing), flush()}.
