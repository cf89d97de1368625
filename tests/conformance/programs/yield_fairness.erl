%% A process in an endless loop does not keep others from running.
-module(yield_fairness).
-export([main/0]).

main() ->
    Busy = spawn(fun Loop() -> Loop() end),
    Self = self(),
    spawn(fun() -> Self ! i_ran end),
    Answer = receive i_ran -> i_ran after 5000 -> starved end,
    exit(Busy, kill),
    Answer.
