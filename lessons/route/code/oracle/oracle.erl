-module(oracle).
-export([start/0, square/2, loop/0]).

start() ->
    spawn(oracle, loop, []).

square(Oracle, N) ->
    Ref = make_ref(),
    Oracle ! {square, N, {self(), Ref}},
    Ref.

loop() ->
    receive
        {square, N, From} when is_pid(From) ->
            spawn(fun() -> timer:sleep(N), From ! {ok, N * N} end),
            loop();
        {square, N, {From, Ref}} ->
            spawn(fun() -> timer:sleep(N), From ! {Ref, {ok, N * N}} end),
            loop()
    end.
