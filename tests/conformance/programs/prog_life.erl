%% Conway's game of life on an unbounded board, as a set of living cells.
-module(prog_life).
-export([main/0]).

main() ->
    Glider = ["..#", "#.#", ".##"],
    Start = sets:from_list(cells(Glider)),
    Generations = lists:foldl(fun(_, [Now | _] = All) -> [next(Now) | All] end, [Start], lists:seq(1, 4)),
    [draw(G) || G <- lists:reverse(Generations)],
    Blinker = sets:from_list([{1, 0}, {1, 1}, {1, 2}], [{version, 2}]),
    true = lists:sort(sets:to_list(next(next(Blinker)))) =:= lists:sort(sets:to_list(Blinker)),
    [sets:size(G) || G <- Generations].

cells(Rows) ->
    [{X, Y} || {Y, Row} <- lists:zip(lists:seq(0, length(Rows) - 1), Rows),
               {X, $#} <- lists:zip(lists:seq(0, length(Row) - 1), Row)].

next(Alive) ->
    Counts = sets:fold(fun(Cell, Acc) ->
                           lists:foldl(fun(N, D) -> dict:update_counter(N, 1, D) end, Acc, around(Cell))
                       end, dict:new(), Alive),
    Living = dict:filter(fun(Cell, Count) -> Count =:= 3 orelse Count =:= 2 andalso sets:is_element(Cell, Alive) end, Counts),
    sets:from_list(dict:fetch_keys(Living)).

around({X, Y}) -> [{X + DX, Y + DY} || DX <- [-1, 0, 1], DY <- [-1, 0, 1], {DX, DY} =/= {0, 0}].

draw(Alive) ->
    [io:format("~s~n", [[case sets:is_element({X, Y}, Alive) of true -> $#; false -> $. end || X <- lists:seq(0, 5)]])
     || Y <- lists:seq(0, 5)],
    io:nl().
