%% Customers at two counters, with random numbers from a seed.
-module(prog_queue_simulation).
-export([main/0]).

-record(counter, {name, line = queue:new(), busy_until = 0, served = 0, waited = 0}).

main() ->
    rand:seed(exsss, {7, 8, 9}),
    Arrivals = arrivals(0, 15),
    Counters = lists:foldl(fun arrive/2, [#counter{name = left}, #counter{name = right}], Arrivals),
    [report(C) || C <- Counters],
    Total = lists:sum([C#counter.waited || C <- Counters]),
    {length(Arrivals), Total, [queue:len(C#counter.line) || C <- Counters]}.

arrivals(_, 0) -> [];
arrivals(Time, Left) ->
    Next = Time + rand:uniform(4) - 1,
    [{Next, 2 + rand:uniform(6)} | arrivals(Next, Left - 1)].

arrive({Time, Needs}, Counters) ->
    [Best | Rest] = lists:sort(fun(A, B) -> free(A, Time) =< free(B, Time) end, Counters),
    Start = free(Best, Time),
    io:format("t=~2w needs ~w goes ~w, waits ~w~n", [Time, Needs, Best#counter.name, Start - Time]),
    Joined = Best#counter{line = queue:in({Time, Needs}, Best#counter.line), busy_until = Start + Needs,
                          served = Best#counter.served + 1, waited = Best#counter.waited + Start - Time},
    lists:keysort(#counter.name, [Joined | Rest]).

free(#counter{busy_until = Until}, Time) -> max(Until, Time).

report(#counter{name = Name, line = Line, served = Served, waited = Waited, busy_until = Until} = C) ->
    io:format("~w: ~w customers, waited ~w in all (~.2f each), done at ~w~n",
              [Name, Served, Waited, Waited / max(1, Served), Until]),
    {value, First} = queue:peek(Line),
    {value, Last} = queue:peek_r(Line),
    io:format("  first ~p last ~p~n  ~p~n", [First, Last, C#counter{line = queue:to_list(Line)}]).
