-module(error_with_args).
-export([main/0, check/2]).

main() ->
    try check(1, 2)
    catch error:R:Stack -> io:format("~p~n~p~n", [R, hd(Stack)])
    end,
    X = check(a, b),
    X.

check(A, B) when A =/= B ->
    error({not_allowed, here}, [A, B]);
check(A, _) ->
    A.
