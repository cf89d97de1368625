%% Directed graphs in three tables: vertices {V, Label}, edges {E, From, To, Label}, and neighbours {{out | in, V}, E}, which also holds the
%% counters for names of vertices and edges.
-module(digraph).
-export([new/0, new/1, delete/1, info/1, add_vertex/1, add_vertex/2, add_vertex/3, del_vertex/2, del_vertices/2,
         vertex/2, vertices/1, no_vertices/1, source_vertices/1, sink_vertices/1, add_edge/3, add_edge/4,
         add_edge/5, del_edge/2, del_edges/2, edge/2, edges/1, edges/2, no_edges/1, out_neighbours/2,
         in_neighbours/2, out_edges/2, in_edges/2, out_degree/2, in_degree/2, del_path/3, get_path/3, get_cycle/2,
         get_short_path/3, get_short_cycle/2]).

-record(digraph, {vertices, edges, neighbours, cyclic = true}).

new() -> new([]).

new(Options) ->
    case is_list(Options) andalso options(Options, protected, true) of
        {Protection, Cyclic} ->
            Neighbours = ets:new(neighbours, [bag, Protection]),
            ets:insert(Neighbours, [{'$vid', 0}, {'$eid', 0}]),
            #digraph{vertices = ets:new(vertices, [set, Protection]), edges = ets:new(edges, [set, Protection]),
                     neighbours = Neighbours, cyclic = Cyclic};
        false -> erlang:error(badarg)
    end.

options([], Protection, Cyclic) -> {Protection, Cyclic};
options([cyclic | Options], Protection, _) -> options(Options, Protection, true);
options([acyclic | Options], Protection, _) -> options(Options, Protection, false);
options([Protection | Options], _, Cyclic) when Protection =:= private; Protection =:= protected ->
    options(Options, Protection, Cyclic);
options(_, _, _) -> false.

delete(G) ->
    ets:delete(G#digraph.vertices),
    ets:delete(G#digraph.edges),
    ets:delete(G#digraph.neighbours).

info(#digraph{vertices = Vertices, edges = Edges, neighbours = Neighbours, cyclic = Cyclic}) ->
    Words = lists:sum([ets:info(Table, memory) || Table <- [Vertices, Edges, Neighbours]]),
    [{cyclicity, case Cyclic of true -> cyclic; false -> acyclic end}, {memory, Words},
     {protection, ets:info(Vertices, protection)}].

%% The next name of a vertex or edge.
new_name(#digraph{neighbours = Table}, Key, Kind) ->
    [{Key, Number}] = ets:lookup(Table, Key),
    ets:delete(Table, Key),
    ets:insert(Table, {Key, Number + 1}),
    [Kind | Number].

%% --- vertices

add_vertex(G) -> add_vertex(G, new_name(G, '$vid', '$v'), []).

add_vertex(G, V) -> add_vertex(G, V, []).

add_vertex(#digraph{vertices = Table}, V, Label) ->
    ets:insert(Table, {V, Label}),
    V.

del_vertex(#digraph{vertices = Table} = G, V) ->
    del_edges(G, edges(G, V)),
    ets:delete(Table, V),
    true.

del_vertices(G, Vs) ->
    lists:foreach(fun(V) -> del_vertex(G, V) end, Vs),
    true.

vertex(#digraph{vertices = Table}, V) ->
    case ets:lookup(Table, V) of
        [Vertex] -> Vertex;
        [] -> false
    end.

vertices(#digraph{vertices = Table}) -> ets:select(Table, [{{'$1', '_'}, [], ['$1']}]).

no_vertices(#digraph{vertices = Table}) -> ets:info(Table, size).

source_vertices(G) -> [V || V <- lists:reverse(vertices(G)), in_degree(G, V) =:= 0].

sink_vertices(G) -> [V || V <- lists:reverse(vertices(G)), out_degree(G, V) =:= 0].

%% --- edges

add_edge(G, From, To) -> add_edge(G, From, To, []).

add_edge(G, From, To, Label) -> add_edge(G, new_name(G, '$eid', '$e'), From, To, Label).

add_edge(G, E, From, To, Label) ->
    case {vertex(G, From), vertex(G, To), edge(G, E)} of
        {false, _, _} -> {error, {bad_vertex, From}};
        {_, false, _} -> {error, {bad_vertex, To}};
        {_, _, {E, OldFrom, OldTo, _}} when OldFrom =/= From; OldTo =/= To -> {error, {bad_edge, [From, To]}};
        _ when G#digraph.cyclic -> put_edge(G, E, From, To, Label);
        _ when From =:= To -> {error, {bad_edge, [From, To]}};
        _ ->
            case get_path(G, To, From) of
                false -> put_edge(G, E, From, To, Label);
                Path -> {error, {bad_edge, Path}}
            end
    end.

put_edge(#digraph{edges = Edges, neighbours = Neighbours}, E, From, To, Label) ->
    ets:insert(Neighbours, [{{out, From}, E}, {{in, To}, E}]),
    ets:insert(Edges, {E, From, To, Label}),
    E.

del_edge(#digraph{edges = Edges, neighbours = Neighbours} = G, E) ->
    case edge(G, E) of
        {E, From, To, _} ->
            ets:delete_object(Neighbours, {{out, From}, E}),
            ets:delete_object(Neighbours, {{in, To}, E}),
            ets:delete(Edges, E);
        false -> true
    end.

del_edges(G, Es) ->
    lists:foreach(fun(E) -> del_edge(G, E) end, Es),
    true.

edge(#digraph{edges = Table}, E) ->
    case ets:lookup(Table, E) of
        [Edge] -> Edge;
        [] -> false
    end.

edges(#digraph{edges = Table}) -> ets:select(Table, [{{'$1', '_', '_', '_'}, [], ['$1']}]).

edges(#digraph{neighbours = Table}, V) ->
    Same = [{'=:=', '$1', {const, V}}],
    ets:select(Table, [{{{out, '$1'}, '$2'}, Same, ['$2']}, {{{in, '$1'}, '$2'}, Same, ['$2']}]).

no_edges(#digraph{edges = Table}) -> ets:info(Table, size).

out_edges(G, V) -> incident(G, out, V).

in_edges(G, V) -> incident(G, in, V).

incident(#digraph{neighbours = Table}, Side, V) -> [E || {_, E} <- ets:lookup(Table, {Side, V})].

out_degree(G, V) -> length(out_edges(G, V)).

in_degree(G, V) -> length(in_edges(G, V)).

%% Those of the newest edge first.
out_neighbours(G, V) -> [element(3, edge(G, E)) || E <- lists:reverse(out_edges(G, V))].

in_neighbours(G, V) -> [element(2, edge(G, E)) || E <- lists:reverse(in_edges(G, V))].

%% --- paths

del_path(G, From, To) ->
    case get_path(G, From, To) of
        false -> true;
        Path ->
            del_edges(G, edges_between(G, Path)),
            del_path(G, From, To)
    end.

edges_between(G, [From | [To | _] = Path]) ->
    [E || E <- out_edges(G, From), element(3, edge(G, E)) =:= To] ++ edges_between(G, Path);
edges_between(_, [_]) -> [].

get_path(G, From, To) -> path(G, To, out_neighbours(G, From), [From], #{From => []}, 1).

%% A cycle of at least two vertices, or else a loop.
get_cycle(G, V) ->
    case path(G, V, out_neighbours(G, V), [V], #{V => []}, 2) of
        false ->
            case lists:member(V, out_neighbours(G, V)) of
                true -> [V];
                false -> false
            end;
        Cycle -> Cycle
    end.

%% Depth first from the vertices given; Path is the way to them, reversed, and has at least so many vertices at the end.
path(G, To, Vs, Path, Seen, Least) ->
    case search(G, To, Vs, Path, Seen, Least) of
        {found, Found} -> lists:reverse(Found);
        {nothing, _} -> false
    end.

search(_, _, [], _, Seen, _) -> {nothing, Seen};
search(_, To, [To | _], Path, _, Least) when length(Path) >= Least -> {found, [To | Path]};
search(G, To, [V | Vs], Path, Seen, Least) when is_map_key(V, Seen) -> search(G, To, Vs, Path, Seen, Least);
search(G, To, [V | Vs], Path, Seen, Least) ->
    case search(G, To, out_neighbours(G, V), [V | Path], Seen#{V => []}, Least) of
        {nothing, NewSeen} -> search(G, To, Vs, Path, NewSeen, Least);
        Found -> Found
    end.

get_short_cycle(G, V) -> get_short_path(G, V, V).

%% Breadth first: the queue holds ways, reversed.
get_short_path(G, From, To) -> shortest(G, To, queue:from_list(steps(G, [From])), #{}).

steps(G, [V | _] = Path) -> [[element(3, edge(G, E)) | Path] || E <- out_edges(G, V)].

shortest(G, To, Queue, Seen) ->
    case queue:out(Queue) of
        {empty, _} -> false;
        {{value, [To | _] = Path}, _} -> lists:reverse(Path);
        {{value, [V | _]}, Rest} when is_map_key(V, Seen) -> shortest(G, To, Rest, Seen);
        {{value, [V | _] = Path}, Rest} ->
            shortest(G, To, queue:join(Rest, queue:from_list(steps(G, Path))), Seen#{V => []})
    end.
