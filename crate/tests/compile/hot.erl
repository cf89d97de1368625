%% The shapes that the interpreter's speed rests on.
-module(hot).
-export([fib/1, append/2, nrev/1, reverse/2, length/2, sum/2]).

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

append([H | T], Y) -> [H | append(T, Y)];
append([], Y) -> Y.

nrev([H | T]) -> append(nrev(T), [H]);
nrev([]) -> [].

reverse([H | T], Acc) -> reverse(T, [H | Acc]);
reverse([], Acc) -> Acc.

length([_ | T], N) -> length(T, N + 1);
length([], N) -> N.

sum(0, Acc) -> Acc;
sum(N, Acc) -> sum(N - 1, Acc + N).
