-module(max_heap_messages).
-export([main/0]).

%% Unread messages count towards max_heap_size when the process collects, and not at all where it wants them off its heap.
main() ->
    logger:set_primary_config(level, none),
    [{Case, run(Fun, Options)} || {Case, Fun, Options} <-
        [{waiting, fun() -> receive never -> ok end end, []},
         {collecting, fun() -> timer:sleep(100), erlang:garbage_collect(), timer:sleep(infinity) end, []},
         {off_heap, fun() -> timer:sleep(100), erlang:garbage_collect(), timer:sleep(infinity) end,
          [{message_queue_data, off_heap}]},
         {building, fun() -> build([]) end, [{message_queue_data, off_heap}]}]].

run(Fun, Options) ->
    {Pid, Monitor} = spawn_opt(Fun, [monitor, {max_heap_size, 20000} | Options]),
    [Pid ! {data, lists:seq(1, 1000)} || _ <- lists:seq(1, 30)],
    receive
        {'DOWN', Monitor, process, Pid, Reason} -> Reason
    after 1000 ->
        {alive, process_info(Pid, message_queue_len), exit(Pid, kill)}
    end.

build(List) -> build([x | List]).
