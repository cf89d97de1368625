-module(comprehension_frames).
%% A comprehension whose list nobody wants calls itself in the last place, so that a trace shows it once.
-export([main/0]).
-compile([nowarn_ignored]).
bad(3) -> error(three);
bad(X) -> X.
t(F) ->
    try F()
    catch _:Reason:Stack -> io:format("~p ~p~n", [Reason, [{Name, Arity} || {?MODULE, Name, Arity, _} <- Stack]])
    end.
statement() -> [bad(X) || X <- [1, 2, 3]], ok.
anything() -> _ = [bad(X) || X <- [1, 2, 3]], ok.
branch(Y) -> case Y of 1 -> [bad(X) || X <- [1, 2, 3]]; _ -> ok end, ok.
timeout() -> receive after 0 -> [bad(X) || X <- [1, 2, 3]] end, ok.
block() -> begin [bad(X) || X <- [1, 2, 3]] end, ok.
result() -> [bad(X) || X <- [1, 2, 3]].
inside_try() -> try [bad(X) || X <- [1, 2, 3]] after ok end, ok.
two_generators() -> [bad(X) || X <- [1, 2, 3], _ <- [a]], ok.
nested() -> [[bad(Y) || Y <- [X]] || X <- [1, 2, 3]], ok.
argument() -> length([bad(X) || X <- [1, 2, 3]]), ok.
used() -> Z = [bad(X) || X <- [1, 2, 3]], length(Z).
tests() -> [ok || X <- [1, 2, 3], bad(X) > 0], ok.
bits() -> [bad(X) || <<X>> <= <<1, 2, 3>>], ok.
source() -> [Y || Y <- [bad(X) || X <- [1, 2, 3]]], ok.
main() ->
    [t(F) || F <- [fun statement/0, fun anything/0, fun() -> branch(1) end, fun timeout/0, fun block/0, fun result/0,
                   fun inside_try/0, fun two_generators/0, fun nested/0, fun argument/0, fun used/0, fun tests/0,
                   fun bits/0, fun source/0]],
    ok.

