%% What the compiler puts into one instruction: small switches, operators with constants, loops and returns.
-module(fused).
-export([main/0, apart/1, gap/1, twice/1, near/1, nothing/1]).

apart(0) -> zero;
apart(1) -> one;
apart(X) -> {other, X}.

gap(-3) -> minus_three;
gap(-1) -> minus_one;
gap(0) -> zero;
gap(X) when is_atom(X) -> {atom, X};
gap(X) -> {other, X}.

twice(5) -> first;
twice(6) -> second;
twice(X) -> case X of 5 -> never; 7 -> third; _ -> none end.

near(127) -> a;
near(128) -> b;
near(130) -> c;
near(131) -> d.

nothing(1) -> [];
nothing(2) -> 0;
nothing(3) -> -1;
nothing(4) -> ok;
nothing(_) -> "literal".

%% Operators with a constant, in bodies and in guards.
operators(X) ->
    [attempt(F, X) || F <- [
        fun(N) -> N rem 7 end, fun(N) -> N div 7 end, fun(N) -> N rem -7 end, fun(N) -> N div -7 end,
        fun(N) -> N div 0 end, fun(N) -> N rem 0 end,
        fun(N) -> N band 255 end, fun(N) -> N bor -256 end, fun(N) -> N bxor 16#FFFF end,
        fun(N) -> N bsl 3 end, fun(N) -> N bsr 3 end, fun(N) -> N bsl -70 end, fun(N) -> N bsr 70 end,
        fun(N) -> N * 1000003 end, fun(N) -> N * -1 end, fun(N) -> N / 4 end,
        fun(N) -> N + 2147483647 end, fun(N) -> N - 2147483647 end, fun(N) -> N - -2147483648 end,
        fun(N) -> M = N rem 7, {M, M} end, fun(N) -> M = N * 3, M + N end, fun(N) -> N * N end]].

attempt(F, X) ->
    try F(X) catch Class:Reason:Trace -> {Class, Reason, place(hd(Trace))} end.

place({erlang, Name, Args, _}) -> {Name, Args};
place({_, _, Arity, _}) -> Arity.

guards(X) when X rem 2 =:= 0 -> even;
guards(X) when X band 1 =:= 1 -> odd;
guards(X) when X * 2 > 3 -> big;
guards(X) when X div 0 =:= 0; is_atom(X) -> atom;
guards(_) -> other.

%% Loops that count and loops along a list, ended by what they do not expect.
count(0, Sum) -> Sum;
count(N, Sum) -> count(N - 1, Sum + N).

up(10, Seen) -> Seen;
up(N, Seen) -> up(N + 1, [N | Seen]).

walk([X | Rest], A, B) -> walk(Rest, B, [X | A]);
walk(End, A, B) -> {End, A, B}.

rotate(0, A, B, C, D) -> {A, B, C, D};
rotate(N, A, B, C, D) -> rotate(N - 1, B, C, D, A).

double([X | Rest]) -> [X * 2 | double(Rest)];
double([]) -> [].

fib(0) -> 0;
fib(1) -> 1;
fib(N) -> fib(N - 1) + fib(N - 2).

main() ->
    Strange = [a, 1.0, 0.0, -0.0, "x", {1}, 1 bsl 64, -(1 bsl 64), (1 bsl 59) - 1, -(1 bsl 59)],
    Ints = lists:seq(-5, 8),
    [io:format("~p: ~p~n", [Name, [attempt(fun ?MODULE:Name/1, X) || X <- Ints ++ [127, 128, 129, 130, 131, 132] ++ Strange]])
     || Name <- [apart, gap, twice, near, nothing]],
    [io:format("operators ~p: ~p~n", [X, operators(X)]) || X <- [0, 1, -1, 100, -100] ++ Strange],
    io:format("guards: ~p~n", [[guards(X) || X <- Ints ++ Strange]]),
    io:format("count: ~p~n", [[attempt(fun(N) -> count(N, 0) end, From) || From <- [0, 1, 10, 30000, a, [], <<>>]]]),
    io:format("up: ~p~n", [[attempt(fun(N) -> up(N, []) end, From) || From <- [10, 5, -3, a]]]),
    io:format("walk: ~p~n", [[walk(L, [], x) || L <- [[], [1], [1, 2, 3], [1, 2 | tail], none]]]),
    io:format("rotate: ~p~n", [[rotate(N, a, b, c, d) || N <- lists:seq(0, 5)]]),
    io:format("double: ~p~n", [[attempt(fun double/1, L) || L <- [[], [1, 2.5], [1, a], [1 | 2], 1 bsl 58 bor 1, [1 bsl 58]]]]),
    io:format("fib: ~p~n", [[fib(N) || N <- lists:seq(0, 20)]]),
    {closures(3), wrong(fun(X) -> X end), wrong(fun lists:reverse/1), wrong(not_a_fun)}.

%% Funs with free variables, called as a last call and in the middle, from this and from another module.
closures(A) ->
    B = A * 2,
    Add = fun(X) -> X + A end,
    Both = fun(X, Y) -> {X, Y, A, B} end,
    Call = fun(F) -> F(A) end,
    Deep = fun Deep(0) -> B; Deep(N) -> 1 + Deep(N - 1) end,
    {Add(1), Both(1, 2), Call(Add), Call(fun(X) -> {Add(X), Both(X, X)} end), Deep(5),
     lists:map(Add, [1, 2, 3]), lists:foldl(fun(X, Sum) -> X * B + Sum end, 0, [1, 2, 3]),
     lists:map(fun(F) -> F(10) end, [Add, Call(fun(_) -> Add end), fun erlang:abs/1])}.

wrong(F) ->
    [attempt(fun(G) -> {G(1, 2)} end, F), attempt(fun(G) -> G(1, 2) end, F)] -- [hidden].
