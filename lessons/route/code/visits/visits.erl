-module(visits).
-export([new/0, count/0, hit_badly/0, hit/0, together/2]).
-export([start_server/0, ask_server/1, server/1, read_table/0]).

new() ->
    visits = ets:new(visits, [named_table, public]),
    ets:insert(visits, {count, 0}).

count() ->
    ets:lookup_element(visits, count, 2).

hit_badly() ->
    N = count(),
    timer:sleep(100),
    ets:insert(visits, {count, N + 1}).

hit() ->
    ets:update_counter(visits, count, 1).

start_server() ->
    spawn(visits, server, [0]).

ask_server(Server) ->
    Server ! {count, self()},
    receive {count, N} -> N end.

server(N) ->
    receive
        {count, From} ->
            timer:sleep(10),
            From ! {count, N},
            server(N)
    end.

read_table() ->
    timer:sleep(10),
    count().

together(HowMany, Fun) ->
    Start = erlang:monotonic_time(millisecond),
    Started = [spawn_monitor(Fun) || _ <- lists:seq(1, HowMany)],
    [receive {'DOWN', Ref, process, Pid, _} -> ok end || {Pid, Ref} <- Started],
    erlang:monotonic_time(millisecond) - Start.
