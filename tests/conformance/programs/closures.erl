-module(closures).
-export([main/0]).

main() ->
    Counter = counter(),
    Adders = [fun(X) -> X + N end || N <- [1, 2, 3]],
    Compose = fun(F, G) -> fun(X) -> F(G(X)) end end,
    Inc = fun(X) -> X + 1 end,
    Double = fun(X) -> X * 2 end,
    Fib = fun F(N) when N < 2 -> N; F(N) -> F(N - 1) + F(N - 2) end,
    {[Counter(), Counter(), Counter()], [A(10) || A <- Adders], (Compose(Inc, Double))(5), Fib(15),
     lists:map(fun twice/1, [1, 2]), (fun ?MODULE:main/0) =:= fun closures:main/0, apply(fun twice/1, [4])}.

counter() ->
    Pid = spawn(fun() -> count(1) end),
    fun() -> Pid ! self(), receive {Pid, N} -> N end end.

count(N) -> receive From -> From ! {self(), N}, count(N + 1) end.

twice(X) -> X + X.
