%% Constant operands of what may be turned round stand second in the stack trace of a failure.
-module(operands_of_failures).
-export([main/0, add/1, mul/1, band_/1, bor_/1, bxor_/1, sub/1, big/1, after_/1]).

add(X) -> 1 + X.
mul(X) -> 2 * X.
band_(X) -> 1 band X.
bor_(X) -> 1 bor X.
bxor_(X) -> 1 bxor X.
sub(X) -> 1 - X.
big(X) -> 100000000000000000000 + X.
after_(X) -> X * 3.

main() ->
    [io:format("~w ~w~n", [F, failure(F)]) || F <- [add, mul, band_, bor_, bxor_, sub, big, after_]],
    ok.

failure(F) ->
    try ?MODULE:F(a)
    catch error:Reason:Stack -> [{M, Operator, Operands, _} | _] = Stack, {Reason, M, Operator, Operands}
    end.
