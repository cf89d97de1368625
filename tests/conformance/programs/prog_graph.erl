%% Shortest paths with gb_sets as a priority queue, reachability with sets, topological order with orddict.
-module(prog_graph).
-export([main/0]).

edges() ->
    [{a, b, 7}, {a, c, 9}, {a, f, 14}, {b, c, 10}, {b, d, 15}, {c, d, 11}, {c, f, 2}, {d, e, 6}, {f, e, 9}, {g, h, 1}].

main() ->
    Graph = lists:foldl(fun({From, To, W}, G) -> dict:append(From, {To, W}, dict:append(To, {From, W}, G)) end,
                        dict:new(), edges()),
    Distances = dijkstra(a, Graph),
    io:format("~p~n", [lists:sort(gb_trees:to_list(Distances))]),
    Reached = reach([a], Graph, sets:new([{version, 2}])),
    io:format("reached ~w of ~w~n", [lists:sort(sets:to_list(Reached)), lists:sort(dict:fetch_keys(Graph))]),
    Needs = [{shirt, []}, {tie, [shirt]}, {jacket, [tie, belt]}, {belt, [trousers]}, {shoes, [trousers, socks]},
             {trousers, []}, {socks, []}],
    io:format("~w~n", [order(orddict:from_list(Needs), [])]),
    io:format("~p~n", [catch order(orddict:from_list([{x, [y]}, {y, [x]}]), [])]),
    gb_trees:get(e, Distances).

dijkstra(Start, Graph) -> dijkstra(gb_sets:singleton({0, Start}), gb_trees:empty(), Graph).

dijkstra(Front, Done, Graph) ->
    case gb_sets:is_empty(Front) of
        true -> Done;
        false ->
            {{Distance, Node}, Rest} = gb_sets:take_smallest(Front),
            case gb_trees:is_defined(Node, Done) of
                true -> dijkstra(Rest, Done, Graph);
                false ->
                    Next = [{Distance + W, To} || {To, W} <- dict:fetch(Node, Graph)],
                    dijkstra(gb_sets:union(Rest, gb_sets:from_list(Next)), gb_trees:insert(Node, Distance, Done), Graph)
            end
    end.

reach([], _, Seen) -> Seen;
reach([Node | Nodes], Graph, Seen) ->
    case sets:is_element(Node, Seen) of
        true -> reach(Nodes, Graph, Seen);
        false -> reach([To || {To, _} <- dict:fetch(Node, Graph)] ++ Nodes, Graph, sets:add_element(Node, Seen))
    end.

order([], Order) -> lists:reverse(Order);
order(Needs, Order) ->
    case [Thing || {Thing, On} <- Needs, On -- Order =:= []] of
        [] -> throw({cycle, orddict:fetch_keys(Needs)});
        [Thing | _] -> order(orddict:erase(Thing, Needs), [Thing | Order])
    end.
