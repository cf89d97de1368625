%% Stages as processes that hand work on by messages, with a monitor that sees one of them crash.
-module(prog_pipeline).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Me = self(),
    Sink = spawn_link(fun() -> sink(Me, 5, []) end),
    Last = stage(fun(X) -> X * 10 end, Sink),
    Middle = stage(fun(X) when is_number(X) -> X + 1 end, Last),
    First = stage(fun erlang:list_to_integer/1, Middle),
    [First ! {work, Text} || Text <- ["1", "2", "3", "4", "5"]],
    Numbers = receive {done, Sink, List} -> List end,
    io:format("~w~n", [Numbers]),
    Ref = monitor(process, First),
    First ! {work, "six"},
    Reason = receive {'DOWN', Ref, process, First, {Why, _}} -> Why end,
    io:format("the first stage ended: ~p~n", [Reason]),
    Alive = [is_process_alive(P) || P <- [First, Middle, Last]],
    receive {'EXIT', First, _} -> ok end,
    [exit(P, shutdown) || P <- [Middle, Last]],
    Ends = [receive {'EXIT', P, R} -> R end || P <- [Middle, Last]],
    receive {'EXIT', Sink, normal} -> ok end,
    {Alive, Ends}.

stage(Fun, Next) -> spawn_link(fun() -> logger:set_process_metadata(#{}), loop(Fun, Next) end).

loop(Fun, Next) ->
    receive
        {work, Item} ->
            Result = try Fun(Item) catch error:R -> exit({R, Item}) end,
            Next ! {work, Result},
            loop(Fun, Next)
    end.

sink(Main, 0, Items) -> Main ! {done, self(), lists:reverse(Items)};
sink(Main, Left, Items) -> receive {work, Item} -> sink(Main, Left - 1, [Item | Items]) end.
