%% Noughts and crosses played to the end by both sides without a mistake.
-module(prog_tic_tac_toe).
-export([main/0]).

main() ->
    put(seen, 0),
    Game = play(array:new(9, {default, empty}), x),
    [show(B) || B <- Game],
    io:format("~w positions looked at~n", [get(seen)]),
    winner(lists:last(Game)).

play(Board, Player) ->
    case over(Board) of
        true -> [Board];
        false ->
            {_, Move} = best(Board, Player),
            [Board | play(array:set(Move, Player, Board), other(Player))]
    end.

other(x) -> o;
other(o) -> x.

lines() -> [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]].

winner(Board) ->
    Full = [P || Line <- lines(), P <- [x, o], lists:all(fun(I) -> array:get(I, Board) =:= P end, Line)],
    case Full of
        [P | _] -> P;
        [] -> nobody
    end.

free(Board) -> [I || {I, empty} <- array:to_orddict(Board)].

over(Board) -> winner(Board) =/= nobody orelse free(Board) =:= [].

%% {Value for Player, Move}, the first of the best; what has been valued is kept in the process dictionary.
best(Board, Player) ->
    Moves = [{-value(array:set(M, Player, Board), other(Player)), -M} || M <- free(Board)],
    {Value, Negative} = lists:max(Moves),
    {Value, -Negative}.

value(Board, Player) ->
    Key = {array:to_list(Board), Player},
    case get(Key) of
        undefined ->
            put(seen, get(seen) + 1),
            Other = other(Player),
            Value =
                case winner(Board) of
                    Other -> -10 - length(free(Board));
                    nobody ->
                        case free(Board) of
                            [] -> 0;
                            _ -> element(1, best(Board, Player))
                        end
                end,
            put(Key, Value),
            Value;
        Value -> Value
    end.

show(Board) ->
    Chars = [case C of empty -> "."; _ -> atom_to_list(C) end || C <- array:to_list(Board)],
    {A, Rest} = lists:split(3, Chars),
    {B, C} = lists:split(3, Rest),
    io:format("~s~n~s~n~s~n~n", [A, B, C]).
