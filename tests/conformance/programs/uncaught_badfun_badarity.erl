-module(uncaught_badfun_badarity).
-export([main/0, call/2, id/1]).

main() ->
    A = try call(5, [1]) catch error:E1 -> E1 end,
    io:format("~p~n", [A]),
    R = call(id(fun(X, Y) -> X + Y end), [1]),
    R + 1.

call(F, [A]) -> V = F(A), V.

id(X) -> X.
