-module(fizzbuzz).
-export([main/0]).

main() -> [io:format("~p ", [fb(N)]) || N <- lists:seq(1, 15)], io:nl().

fb(N) when N rem 15 =:= 0 -> fizzbuzz;
fb(N) when N rem 3 =:= 0 -> fizz;
fb(N) when N rem 5 =:= 0 -> buzz;
fb(N) -> N.
