%% Calls and small integer arithmetic: fib(30), Times times.
-module(fib).
-export([run/1]).

run(Times) -> run(Times, 0).

run(0, Sum) -> Sum;
run(Times, Sum) -> run(Times - 1, Sum + fib(30)).

fib(0) -> 0;
fib(1) -> 1;
fib(N) -> fib(N - 1) + fib(N - 2).
