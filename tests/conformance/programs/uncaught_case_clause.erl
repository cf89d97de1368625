-module(uncaught_case_clause).
-export([main/0, classify/1, id/1]).

main() ->
    X = classify(id(7)),
    [X].

classify(N) ->
    case N rem 4 of
        0 -> zero;
        1 -> one
    end.

id(X) -> X.
