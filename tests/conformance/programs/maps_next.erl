%% An iterator of a small map holds all that is left.
-module(maps_next).
-export([main/0, double/2]).

main() ->
    io:format("~w~n", [maps:next(maps:iterator(#{a => 1, b => 2, c => 3}))]),
    io:format("~w ~w~n", [maps:next(maps:iterator(#{})), maps:next(maps:iterator(#{a => 1}))]),
    {a, 1, Next} = maps:next(maps:iterator(#{a => 1, b => 2})),
    io:format("~w ~w~n", [Next, maps:next(Next)]),
    [io:format("~w~n", [top(Call)])
     || Call <- [fun(F) -> maps:map(F, #{a => b}) end, fun(F) -> maps:filter(F, #{a => b}) end,
                 fun(F) -> maps:foreach(F, #{a => b}) end, fun(F) -> maps:filtermap(F, #{a => b}) end,
                 fun(F) -> maps:fold(fun(K, V, _) -> F(K, V) end, 0, #{a => b}) end,
                 fun(F) -> maps:merge_with(fun(K, V, _) -> F(K, V) end, #{a => b}, #{a => c}) end,
                 fun(F) -> maps:groups_from_list(fun(V) -> F(V, V) end, [a]) end,
                 fun(F) -> lists:partition(fun(V) -> F(V, V) end, [a]) end,
                 fun(F) -> lists:splitwith(fun(V) -> F(V, V) end, [a]) end]],
    maps:groups_from_list(fun(X) -> X rem 2 end, fun(X) -> X * X end, [1, 2, 3, 4]).

%% The library's frames.
top(Call) ->
    try Call(fun ?MODULE:double/2)
    catch error:badarith:Stack -> [{M, F, A} || {M, F, A, _} <- Stack, M =:= maps orelse M =:= lists, F =/= foreach_1, is_integer(A)]
    end.

double(_, V) -> V * 2 + 1.
