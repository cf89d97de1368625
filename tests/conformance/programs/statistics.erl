-module(statistics).
-export([main/0]).

main() ->
    {A, B} = erlang:statistics(wall_clock),
    {C, _} = erlang:statistics(reductions),
    {D, _} = erlang:statistics(runtime),
    E = erlang:statistics(run_queue),
    F = erlang:garbage_collect(),
    G = erlang:garbage_collect(spawn(fun() -> receive x -> ok end end)),
    [is_integer(X) || X <- [A, B, C, D, E]] ++ [F, G].
