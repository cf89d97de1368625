%% Which failed operations show the operator with its operands in the stack trace: what the compiler knows of them decides.
-module(operand_frames).
-export([main/0, circle/1, both/2, by_two/1, halved/1, third/1]).

main() ->
    Cases = [fun() -> circle(a) end, fun() -> circle("5") end, fun() -> both(a, 1) end, fun() -> both(1, a) end,
             fun() -> by_two(a) end, fun() -> halved(a) end, fun() -> third(a) end,
             fun() -> known_atom(3.14, a) end, fun() -> known_number(a) end, fun() -> one_argument(a, 3) end,
             fun() -> sum([1, b]) end, fun() -> count([1, 2, 3]) end, fun() -> area({square, x}) end,
             fun() -> average([], 0) end, fun() -> minus_float(a) end, fun() -> root_of(4, a) end,
             fun() -> guarded(2.5, a) end, fun() -> guarded(2, a) end, fun() -> bits(5, a) end],
    [io:format("~w ~w~n", [Number, trace(Case)]) || {Number, Case} <- lists:zip(lists:seq(1, length(Cases)), Cases)],
    ok.


trace(Case) ->
    try Case()
    catch error:badarith:Stack ->
        [{Module, Function, Args, _} | _] = Stack,
        {Module, Function, Args}
    end.

circle(R) -> 3.14 * R * R.
both(A, B) -> A + B.
by_two(A) -> 2 * A.
halved(A) -> A / 2.
third(A) -> A - 3.
known_atom(Pi, R) -> Area = 3.14 * R, Area + Pi.
known_number(A) -> Rate = 10, A + Rate.
one_argument(A, N) -> A + N.
sum([]) -> 0;
sum([H | T]) -> H + sum(T).
count([]) -> none;
count([_ | T]) -> 1 + count(T).
area({square, Side}) -> Side * Side.
average(List, Sum) -> Sum / length(List).
minus_float(A) -> A - 1.5.
root_of(N, A) -> math:sqrt(N) + A.
guarded(X, A) when is_float(X) -> X * A;
guarded(X, A) when is_integer(X) -> X * A.
bits(X, A) -> 1 bsl (X band A).
