%% The shapes that the interpreter's speed rests on.
-module(hot).
-export([fib/1, append/2, nrev/1, reverse/2, length/2, sum/2, classic/1, hash/3, name/1, doubled/1, each/2, fold/3,
         grow/2, words/1]).

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

classic(0) -> 0;
classic(1) -> 1;
classic(N) -> classic(N - 1) + classic(N - 2).

hash(N, A, B) when N rem 7 =:= 3 -> hash(B, A, N - 1);
hash(0, A, _) -> A * 31;
hash(N, A, B) -> apply_to(fun(X) -> X * A + N end, B).

apply_to(F, X) -> F(X) band 255.

name(1) -> one;
name(2) -> two;
name(4) -> four;
name(_) -> 0.

doubled([]) -> [];
doubled([H | T]) -> [H * 2 | doubled(T)].

each(F, [H | T]) -> [F(H) | each(F, T)];
each(_, []) -> [].

fold(F, Acc, [H | T]) -> fold(F, F(H, Acc), T);
fold(_, Acc, []) -> Acc.

grow(0, Binary) -> Binary;
grow(N, Binary) -> grow(N - 1, <<Binary/binary, N>>).

words(<<A:16, Rest/binary>>) -> A + words(Rest);
words(<<>>) -> 0.
