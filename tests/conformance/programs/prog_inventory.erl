%% A stock of goods: records in an ets table and in a dict, with a report and errors.
-module(prog_inventory).
-export([main/0]).

-record(item, {name, price = 0.0, count = 0, tags = []}).

main() ->
    Stock = lists:foldl(fun add/2, dict:new(),
                        [#item{name = "bolt", price = 0.25, count = 400, tags = [metal, small]},
                         #item{name = "nut", price = 0.2, count = 350, tags = [metal, small]},
                         #item{name = "plank", price = 7.5, count = 12, tags = [wood]},
                         #item{name = "saw", price = 19.99, tags = [tool, metal]}]),
    report(Stock),
    Steps = [fun(S) -> take("bolt", 150, S) end, fun(S) -> take("plank", 13, S) end, fun(S) -> take("glue", 1, S) end,
             fun(S) -> add(#item{name = "saw", count = 3}, S) end],
    Left = lists:foldl(fun(Step, S) ->
                           try Step(S)
                           catch
                               throw:Reason -> io:format("refused: ~p~n", [Reason]), S;
                               error:badarg -> io:format("no such item~n"), S
                           end
                       end, Stock, Steps),
    report(Left),
    ByTag = dict:fold(fun(Name, #item{tags = Tags}, Acc) ->
                          lists:foldl(fun(T, D) -> orddict:append(T, Name, D) end, Acc, Tags)
                      end, orddict:new(), Left),
    [io:format("~-6s ~ts~n", [T, lists:join(", ", lists:sort(Names))]) || {T, Names} <- ByTag],
    lists:sum([P * C || {_, #item{price = P, count = C}} <- dict:to_list(Left)]).

add(#item{name = Name, count = More} = Item, Stock) ->
    dict:update(Name, fun(#item{count = Count} = Old) -> Old#item{count = Count + More} end, Item, Stock).

take(Name, Wanted, Stock) ->
    dict:update(Name, fun(#item{count = Count}) when Count < Wanted -> throw({only, Count, Name});
                         (#item{count = Count} = Item) -> Item#item{count = Count - Wanted}
                      end, Stock).

report(Stock) ->
    io:format("~-10s~8s~8s~12s~n~s~n", ["item", "price", "count", "value", lists:duplicate(38, $-)]),
    [io:format("~-10s~8.2f~8w~12.2f~n", [N, P, C, P * C])
     || {_, #item{name = N, price = P, count = C}} <- lists:sort(dict:to_list(Stock))].
