%% start_monitor/3,4.
-module(st_start_monitor).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, {Pid, Monitor}} = gen_statem:start_monitor(?MODULE, {ok, a, b}, []),
    gen_statem:stop(Pid, normal, 1000),
    A = receive {'DOWN', Monitor, process, Pid, R} -> R after 100 -> none end,
    B = gen_statem:start_monitor({local, st_mon}, ?MODULE, {stop, shutdown}, []),
    C = gen_statem:start_monitor({local, st_mon}, ?MODULE, ignore, []),
    {A, B, C, process_info(self(), messages)}.
