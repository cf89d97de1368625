-module(uncaught_if_clause).
-export([main/0, sign/1]).

main() ->
    Result = sign(0),
    {sign, Result}.

sign(N) ->
    if
        N > 0 -> positive;
        N < 0 -> negative
    end.
