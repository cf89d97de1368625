%% Births and deaths: 100,000 processes that each answer once and end, Times times.
-module(spawn_many).
-export([run/1, answer/2]).

run(Times) -> run(Times, 0).

run(0, Sum) -> Sum;
run(Times, Sum) ->
    start(100000),
    run(Times - 1, collect(100000, Sum)).

start(0) -> ok;
start(N) -> spawn(?MODULE, answer, [self(), N]), start(N - 1).

answer(To, N) -> To ! {answer, N}.

collect(0, Sum) -> Sum;
collect(Left, Sum) -> receive {answer, N} -> collect(Left - 1, Sum + N) end.
