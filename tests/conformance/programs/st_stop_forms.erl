%% All ways to stop.
-module(st_stop_forms).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    [begin
         {ok, Pid} = start({ok, a, 1}),
         M = monitor(process, Pid),
         gen_statem:cast(Pid, {do, Result}),
         receive {'DOWN', M, process, Pid, Reason} -> Reason after 100 -> lives end
     end || Result <- [stop, {stop, normal}, {stop, shutdown}, {stop, {shutdown, why}}, {stop, normal, 2},
                       {stop_and_reply, normal, []}, {stop_and_reply, normal, {reply, {self(), t}, r}},
                       {stop_and_reply, shutdown, [{reply, {self(), t}, r}], 3}]].
