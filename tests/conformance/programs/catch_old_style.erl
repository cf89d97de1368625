-module(catch_old_style).
-export([main/0, fail/1]).

main() ->
    A = (catch 1 + 1),
    B = (catch throw(value)),
    {'EXIT', {C, [{?MODULE, fail, 1, _} | _]}} = (catch fail(1)),
    D = (catch exit(gone)),
    [A, B, C, D].

fail(N) when N > 0 -> error(failed);
fail(_) -> ok.
