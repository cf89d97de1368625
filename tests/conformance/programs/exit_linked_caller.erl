%% A process that ends one it is linked to goes on until it waits or its slice is over: only then does the broken link end it.
-module(exit_linked_caller).
-export([main/0]).

main() ->
    _ = timer:module_info(),
    Idle = spawn(fun() -> receive x -> ok end end),
    [{Name, ended(F)} || {Name, F} <- [
        {goes_on, fun(_, Say) -> Say(1), Say(2) end},
        {returns, fun(_, _) -> ok end},
        {after_0, fun(_, Say) -> receive x -> ok after 0 -> Say(nothing) end, Say(2) end},
        {after_1, fun(_, Say) -> receive x -> ok after 1 -> Say(nothing) end end},
        {waits, fun(_, Say) -> Say(1), receive x -> ok end end},
        {yields, fun(_, Say) -> Say(1), erlang:yield(), Say(2) end},
        {catches, fun(_, Say) -> Say(catch erlang:yield()) end},
        {own_message, fun(_, Say) -> self() ! hello, receive hello -> Say(hello) end, Say(2) end},
        {asks_of_dead, fun(Dead, Say) -> Say(is_process_alive(Dead)) end},
        {asks_of_living, fun(_, Say) -> Say(is_process_alive(Idle)), Say(is_process_alive(self())) end},
        {info_of_dead, fun(Dead, Say) -> Say(process_info(Dead)) end},
        {info_of_other, fun(_, Say) -> Say(process_info(Idle, messages)) end},
        {info_of_self, fun(Dead, Say) -> Say(process_info(self(), links) =:= {links, [Dead]}) end},
        {collects, fun(_, Say) -> garbage_collect(), Say(own), garbage_collect(Idle), Say(other) end},
        {processes, fun(_, Say) -> Say(1), Say(is_list(processes())) end},
        {unlinks, fun(Dead, Say) -> unlink(Dead), receive x -> ok after 10 -> Say(alive) end end},
        {links_again, fun(Dead, Say) -> Say(link(Dead)), receive after 10 -> Say(alive) end end},
        {traps, fun(Dead, Say) -> process_flag(trap_exit, true), Say(message_of(Dead, 100)) end},
        {traps_and_not, fun(Dead, Say) ->
            process_flag(trap_exit, true), process_flag(trap_exit, false), Say(message_of(Dead, 10))
        end},
        {monitors, fun(Dead, Say) -> M = monitor(process, Dead), Say(1), receive {'DOWN', M, _, _, Why} -> Say(Why) end end},
        {another_monitor, fun(_, Say) ->
            {Other, M} = spawn_monitor(fun() -> receive x -> ok end end),
            exit(Other, gone),
            receive {'DOWN', M, _, _, Why} -> Say(Why) end
        end},
        {two, fun(_, Say) ->
            Other = spawn_link(fun() -> receive x -> ok end end),
            exit(Other, second), Say(1), receive x -> ok end
        end},
        {ends_itself, fun(_, Say) -> Say(1), exit(own) end},
        {killed_by_itself, fun(_, Say) -> exit(self(), kill), Say(2) end},
        {spawns, fun(_, Say) -> Say(is_pid(spawn(fun() -> ok end))), Say(is_pid(spawn_link(fun() -> ok end))) end},
        {exits_again, fun(Dead, Say) -> exit(Dead, again), exit(Dead, kill), Say(2) end},
        {leads_group, fun(_, Say) -> group_leader(group_leader(), self()), Say(2) end},
        {computes_long, fun(_, Say) -> Say(1), lists:foldl(fun(A, B) -> A * 3 + B end, 0, lists:seq(1, 100000)), Say(2) end},
        {hibernates, fun(_, Say) -> Say(1), erlang:hibernate(erlang, self, []) end},
        {prints, fun(_, Say) -> Say(1), io:format(""), Say(2) end}
    ]].

%% What the process said, and how it ended.
ended(F) ->
    Me = self(),
    {Pid, Monitor} = spawn_monitor(fun() ->
        Linked = spawn_link(fun() -> receive never -> ok end end),
        exit(Linked, boom),
        F(Linked, fun(What) -> Me ! {said, What} end)
    end),
    receive {'DOWN', Monitor, _, Pid, Why} -> {said(), Why} end.

said() ->
    receive {said, What} -> [What | said()] after 0 -> [] end.

message_of(Pid, Time) ->
    receive {'EXIT', Pid, Why} -> Why after Time -> none end.
