%% The shortest way through a maze, breadth first, with a queue and an array.
-module(prog_maze).
-export([main/0]).

maze() ->
    ["##########",
     "#S...#...#",
     "#.##.#.#.#",
     "#.#..#.#.#",
     "#.#.##.#.#",
     "#.#......#",
     "#.####.#.#",
     "#......#E#",
     "##########"].

main() ->
    Rows = array:from_list([array:from_list(Row) || Row <- maze()]),
    [Start] = find($S, Rows),
    [End] = find($E, Rows),
    Path = search(queue:from_list([[Start]]), End, Rows, sets:from_list([Start])),
    io:format("~w steps: ~w~n", [length(Path) - 1, Path]),
    Marked = lists:foldl(fun({X, Y}, M) -> array:set(Y, array:set(X, $o, array:get(Y, M)), M) end, Rows, Path),
    array:foldl(fun(_, Row, ok) -> io:format("~s~n", [array:to_list(Row)]) end, ok, Marked),
    {search(queue:from_list([[Start]]), {0, 0}, Rows, sets:new()), length(Path)}.

find(Char, Rows) ->
    [{X, Y} || {Y, Row} <- array:to_orddict(Rows), {X, C} <- array:to_orddict(Row), C =:= Char].

search(Queue, End, Rows, Seen) ->
    case queue:out(Queue) of
        {empty, _} -> no_way;
        {{value, [End | _] = Path}, _} -> lists:reverse(Path);
        {{value, [{X, Y} | _] = Path}, Rest} ->
            Next = [P || {NX, NY} = P <- [{X, Y - 1}, {X + 1, Y}, {X, Y + 1}, {X - 1, Y}],
                         array:get(NX, array:get(NY, Rows)) =/= $#, not sets:is_element(P, Seen)],
            NewSeen = lists:foldl(fun sets:add_element/2, Seen, Next),
            search(lists:foldl(fun(P, Q) -> queue:in([P | Path], Q) end, Rest, Next), End, Rows, NewSeen)
    end.
