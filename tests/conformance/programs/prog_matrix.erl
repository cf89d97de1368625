%% Matrices as arrays of arrays: product, transpose, power, determinant.
-module(prog_matrix).
-export([main/0]).

main() ->
    A = matrix([[1, 2], [3, 4]]),
    B = matrix([[0, 1], [1, 0]]),
    show("A*B", times(A, B)),
    show("transposed", transpose(matrix([[1, 2, 3], [4, 5, 6]]))),
    show("fibonacci", power(matrix([[1, 1], [1, 0]]), 90)),
    io:format("~p~n", [A]),
    io:format("determinants ~w ~w~n", [determinant(rows(A)), determinant([[2, 0, 1], [1, 3, 2], [1, 1, 4]])]),
    Identity = matrix([[1, 0], [0, 1]]),
    rows(times(A, Identity)) =:= rows(A).

matrix(Rows) -> array:from_list([array:from_list(Row) || Row <- Rows]).

rows(M) -> [array:to_list(Row) || Row <- array:to_list(M)].

at(I, J, M) -> array:get(J, array:get(I, M)).

times(A, B) ->
    N = array:size(A),
    Inner = array:size(B),
    P = array:size(array:get(0, B)),
    Cell = fun(I, J) -> lists:sum([at(I, K, A) * at(K, J, B) || K <- lists:seq(0, Inner - 1)]) end,
    matrix([[Cell(I, J) || J <- lists:seq(0, P - 1)] || I <- lists:seq(0, N - 1)]).

transpose(M) ->
    matrix([[at(I, J, M) || I <- lists:seq(0, array:size(M) - 1)] || J <- lists:seq(0, array:size(array:get(0, M)) - 1)]).

power(M, 1) -> M;
power(M, N) when N rem 2 =:= 0 -> power(times(M, M), N div 2);
power(M, N) -> times(M, power(M, N - 1)).

determinant([[X]]) -> X;
determinant([Row | Rows]) ->
    {_, Sum} = lists:foldl(fun(X, {Column, Acc}) ->
                               Minor = [drop(Column, R) || R <- Rows],
                               Sign = case Column rem 2 of 0 -> 1; 1 -> -1 end,
                               {Column + 1, Acc + Sign * X * determinant(Minor)}
                           end, {0, 0}, Row),
    Sum.

drop(0, [_ | T]) -> T;
drop(N, [H | T]) -> [H | drop(N - 1, T)].

show(Title, M) ->
    io:format("~s:~n", [Title]),
    lists:foreach(fun(Row) -> io:format("  ~s~n", [lists:join(" ", [io_lib:format("~w", [X]) || X <- Row])]) end, rows(M)).
