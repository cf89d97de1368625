-module(quicksort).
-export([main/0]).

main() -> {sort([3, 1, 4, 1, 5, 9, 2, 6]), sort([]), sort(["pear", "apple", "fig"]), sort([b, 1, {x}, "s", 2.0])}.

sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, X < P]) ++ [P] ++ sort([X || X <- T, X >= P]).
