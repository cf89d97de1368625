%% A process over its max_heap_size is killed; the others go on.
-module(process_limit_heap).
-export([main/0]).

main() ->
    {Pid, Ref} = spawn_opt(fun() -> grow([]) end,
                           [monitor, {max_heap_size, #{size => 100000, kill => true, error_logger => false}}]),
    receive {'DOWN', Ref, process, Pid, Reason} -> Reason end.

grow(L) -> grow([L | L]).
