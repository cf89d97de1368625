%% Numbers in words, in Roman digits, in other bases, and back.
-module(prog_roman).
-export([main/0]).

main() ->
    Numbers = [1, 4, 9, 14, 40, 90, 400, 1987, 2024, 3999],
    [io:format("~5w ~-12s ~s~n", [N, roman(N), words(N)]) || N <- Numbers],
    true = lists:all(fun(N) -> number(roman(N)) =:= N end, lists:seq(1, 3999)),
    [io:format("~s ~s ~s ~s~n", [integer_to_list(N, 2), integer_to_list(N, 8), string:lowercase(integer_to_list(N, 16)),
                                 integer_to_list(N, 36)]) || N <- [10, 255, 4096]],
    [io:format("~p ", [catch list_to_integer(S, B)]) || {S, B} <- [{"ff", 16}, {"777", 8}, {"ZZ", 36}]],
    io:format("~p~n", [try list_to_integer("12", 2) catch error:R -> R end]),
    Perfect = [N || N <- lists:seq(2, 500), lists:sum([D || D <- lists:seq(1, N div 2), N rem D =:= 0]) =:= N],
    Collatz = lists:max([{length(collatz(N)), N} || N <- lists:seq(1, 100)]),
    {Perfect, Collatz, digits_sum(1 bsl 200), gcd(123456, 7890)}.

roman(N) -> roman(N, [{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
                      {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}]).

roman(0, _) -> "";
roman(N, [{V, S} | _] = Values) when N >= V -> S ++ roman(N - V, Values);
roman(N, [_ | Values]) -> roman(N, Values).

number(Roman) -> number([digit(C) || C <- Roman], 0).

number([A, B | Rest], Sum) when A < B -> number([B | Rest], Sum - A);
number([A | Rest], Sum) -> number(Rest, Sum + A);
number([], Sum) -> Sum.

digit(C) -> proplists:get_value(C, [{$I, 1}, {$V, 5}, {$X, 10}, {$L, 50}, {$C, 100}, {$D, 500}, {$M, 1000}]).

words(N) when N >= 1000 -> words(N div 1000) ++ " thousand" ++ rest(N rem 1000);
words(N) when N >= 100 -> words(N div 100) ++ " hundred" ++ rest(N rem 100);
words(N) when N >= 20 ->
    Tens = lists:nth(N div 10 - 1, string:lexemes("twenty thirty forty fifty sixty seventy eighty ninety", " ")),
    Tens ++ case N rem 10 of 0 -> ""; Ones -> "-" ++ words(Ones) end;
words(N) ->
    string:nth_lexeme("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
                      "sixteen seventeen eighteen nineteen", N, " ").

rest(0) -> "";
rest(N) when N < 100 -> " and " ++ words(N);
rest(N) -> " " ++ words(N).

collatz(1) -> [1];
collatz(N) when N rem 2 =:= 0 -> [N | collatz(N div 2)];
collatz(N) -> [N | collatz(3 * N + 1)].

digits_sum(N) -> lists:sum([C - $0 || C <- integer_to_list(N)]).

gcd(A, 0) -> A;
gcd(A, B) -> gcd(B, A rem B).
