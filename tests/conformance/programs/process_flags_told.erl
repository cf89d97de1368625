%% Flags that processes are given, and what process_info says of them.
-module(process_flags_told).
-export([main/0]).

main() ->
    lists:foreach(fun({Flag, Values}) -> [show(Flag, Value) || Value <- Values] end,
                  [{min_heap_size, [1000, 0, 12, 400]}, {min_bin_vheap_size, [50000, 100000]}, {fullsweep_after, [10, 65535]},
                   {message_queue_data, [off_heap, on_heap, sideways]}, {error_handler, [mine, error_handler, 3]},
                   {max_heap_size, [#{size => 5000000, kill => false}, #{size => 0}, 4000000, 0, #{kill => true}]},
                   {priority, [low, high, normal, urgent]}, {trap_exit, [true, false]}]),
    [show(Flag, Value) || {Flag, Value} <- [{save_calls, 5}, {save_calls, 0}, {sensitive, true}, {sensitive, false}]],
    Pid = spawn_opt(fun() -> receive stop -> ok end end,
                    [{min_heap_size, 3000}, {fullsweep_after, 7}, {message_queue_data, off_heap}, {priority, low},
                     {max_heap_size, #{size => 9000000, kill => false, error_logger => false}}]),
    io:format("~p~n", [process_info(Pid, [min_heap_size, fullsweep_after, message_queue_data, priority, max_heap_size,
                                          sequential_trace_token, suspending, error_handler])]),
    Pid ! stop.

show(Flag, Value) ->
    Old = try process_flag(Flag, Value) catch error:Reason -> Reason end,
    New = try process_info(self(), Flag) catch error:Failed -> Failed end,
    io:format("~p ~p: ~p, ~p~n", [Flag, Value, Old, New]).
