%% Algorithms on directed graphs, most of them walks through a forest of the graph.
-module(digraph_utils).
-export([components/1, strong_components/1, cyclic_strong_components/1, reachable/2, reachable_neighbours/2,
         reaching/2, reaching_neighbours/2, topsort/1, is_acyclic/1, arborescence_root/1, is_arborescence/1,
         is_tree/1, loop_vertices/1, subgraph/2, subgraph/3, condensation/1, preorder/1, postorder/1]).

components(G) -> forest(G, fun both/2, digraph:vertices(G)).

strong_components(G) -> forest(G, fun digraph:in_neighbours/2, lists:reverse(postorder(G))).

cyclic_strong_components(G) -> lists:reverse([C || C <- strong_components(G), is_cyclic(G, C)]).

is_cyclic(G, [V]) -> lists:member(V, digraph:out_neighbours(G, V));
is_cyclic(_, _) -> true.

reachable(Vs, G) -> lists:append(forest(G, fun digraph:out_neighbours/2, Vs)).

reachable_neighbours(Vs, G) -> lists:append(neighbour_forest(G, fun digraph:out_neighbours/2, Vs)).

reaching(Vs, G) -> lists:append(forest(G, fun digraph:in_neighbours/2, Vs)).

reaching_neighbours(Vs, G) -> lists:append(neighbour_forest(G, fun digraph:in_neighbours/2, Vs)).

topsort(G) ->
    Order = lists:reverse(postorder(G)),
    case length(forest(G, fun digraph:in_neighbours/2, Order)) =:= length(digraph:vertices(G)) of
        true -> Order;
        false -> false
    end.

is_acyclic(G) -> loop_vertices(G) =:= [] andalso topsort(G) =/= false.

arborescence_root(G) ->
    case digraph:no_edges(G) =:= digraph:no_vertices(G) - 1 of
        true ->
            case [V || V <- digraph:vertices(G), digraph:in_degree(G, V) =:= 0] of
                [Root] ->
                    Rest = digraph:vertices(G) -- [Root],
                    case lists:all(fun(V) -> digraph:in_degree(G, V) =:= 1 end, Rest) of
                        true -> {yes, Root};
                        false -> no
                    end;
                _ -> no
            end;
        false -> no
    end.

is_arborescence(G) -> arborescence_root(G) =/= no.

is_tree(G) -> digraph:no_edges(G) =:= digraph:no_vertices(G) - 1 andalso length(components(G)) =:= 1.

loop_vertices(G) -> [V || V <- digraph:vertices(G), lists:member(V, digraph:out_neighbours(G, V))].

subgraph(G, Vs) ->
    try subgraph(G, Vs, [])
    catch throw:badarg -> erlang:error(badarg)
    end.

subgraph(G, Vs, Options) ->
    {Types, KeepLabels} = subgraph_options(G, Options, inherit, true),
    New = digraph:new(Types),
    lists:foreach(fun(V) -> copy_vertex(G, New, V, KeepLabels) end, Vs),
    [copy_edge(G, New, E, KeepLabels) || V <- digraph:vertices(New), E <- digraph:out_edges(G, V)],
    New.

subgraph_options(G, [], inherit, Keep) -> {[proplists:get_value(cyclicity, digraph:info(G)), proplists:get_value(protection, digraph:info(G))], Keep};
subgraph_options(_, [], Types, Keep) -> {Types, Keep};
subgraph_options(G, [{type, inherit} | Options], _, Keep) -> subgraph_options(G, Options, inherit, Keep);
subgraph_options(G, [{type, Types} | Options], _, Keep) when is_list(Types) -> subgraph_options(G, Options, Types, Keep);
subgraph_options(G, [{keep_labels, Keep} | Options], Types, _) when is_boolean(Keep) ->
    subgraph_options(G, Options, Types, Keep);
subgraph_options(_, _, _, _) -> erlang:error(badarg).

copy_vertex(G, New, V, KeepLabels) ->
    case digraph:vertex(G, V) of
        {_, Label} when KeepLabels -> digraph:add_vertex(New, V, Label);
        {_, _} -> digraph:add_vertex(New, V);
        false -> false
    end.

copy_edge(G, New, E, KeepLabels) ->
    {E, From, To, Label} = digraph:edge(G, E),
    case digraph:vertex(New, To) of
        false -> false;
        _ when KeepLabels -> digraph:add_edge(New, E, From, To, Label);
        _ -> digraph:add_edge(New, E, From, To, [])
    end.

%% The graph of the strong components.
condensation(G) ->
    New = digraph:new(),
    Components = strong_components(G),
    Homes = maps:from_list([{V, Component} || Component <- Components, V <- Component]),
    lists:foreach(fun(Component) -> digraph:add_vertex(New, Component) end, Components),
    Pairs = lists:usort([{Component, maps:get(To, Homes)} || Component <- Components, V <- Component,
                                                             To <- digraph:out_neighbours(G, V),
                                                             maps:get(To, Homes) =/= Component]),
    [digraph:add_edge(New, From, To) || {From, To} <- Pairs],
    New.

preorder(G) ->
    lists:reverse(lists:append(forest(G, fun digraph:out_neighbours/2, roots(G)))).

postorder(G) -> lists:reverse(reversed_postorder(G)).

reversed_postorder(G) ->
    {Order, _} = lists:foldl(fun(V, State) -> leave(G, V, State) end, {[], #{}}, roots(G)),
    Order.

leave(_, V, {_, Seen} = State) when is_map_key(V, Seen) -> State;
leave(G, V, {Order, Seen}) ->
    Step = fun(Next, State) -> leave(G, Next, State) end,
    {Below, AllSeen} = lists:foldl(Step, {Order, Seen#{V => []}}, digraph:out_neighbours(G, V)),
    {[V | Below], AllSeen}.

%% Vertices from which all are reached: sources first, then one of each strong component that is still missing.
roots(G) -> digraph:vertices(G).

both(G, V) -> digraph:in_neighbours(G, V) ++ digraph:out_neighbours(G, V).

%% --- forests: for each root that is new the vertices reached from it, last reached first, and the last tree first

forest(G, Next, Roots) -> forest(G, Next, Roots, #{}, []).

forest(_, _, [], _, Trees) -> Trees;
forest(G, Next, [V | Roots], Seen, Trees) when is_map_key(V, Seen) -> forest(G, Next, Roots, Seen, Trees);
forest(G, Next, [V | Roots], Seen, Trees) ->
    {Tree, NewSeen} = tree(G, Next, [V], Seen, []),
    forest(G, Next, Roots, NewSeen, [Tree | Trees]).

tree(_, _, [], Seen, Tree) -> {Tree, Seen};
tree(G, Next, [V | Vs], Seen, Tree) when is_map_key(V, Seen) -> tree(G, Next, Vs, Seen, Tree);
tree(G, Next, [V | Vs], Seen, Tree) -> tree(G, Next, Next(G, V) ++ Vs, Seen#{V => []}, [V | Tree]).

%% The same, but a root counts only if an edge leads to it.
neighbour_forest(G, Next, Roots) ->
    {Trees, _} =
        lists:foldl(
          fun(V, {Trees, Seen}) ->
                  case tree(G, Next, Next(G, V), Seen, []) of
                      {[], _} -> {Trees, Seen};
                      {Tree, NewSeen} -> {[Tree | Trees], NewSeen}
                  end
          end,
          {[], #{}}, Roots),
    Trees.
