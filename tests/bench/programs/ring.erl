%% Messages and switches: a token goes Times times round a ring of 1,000 processes.
-module(ring).
-export([run/1, node_loop/1]).

run(Times) ->
    First = build(999, self()),
    Passed = drive(Times, First, 0),
    First ! stop,
    receive stop -> Passed end.

build(0, Next) -> Next;
build(N, Next) -> build(N - 1, spawn(?MODULE, node_loop, [Next])).

node_loop(Next) ->
    receive
        {token, N} -> Next ! {token, N + 1}, node_loop(Next);
        stop -> Next ! stop
    end.

drive(0, _First, Passed) -> Passed;
drive(Times, First, Passed) ->
    First ! {token, Passed + 1},
    receive {token, N} -> drive(Times - 1, First, N) end.
