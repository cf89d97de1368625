%% Stack traces name the lines of OTP's own sources.
-module(otp_lines).
-export([main/0]).

main() ->
    [show(F) || F <- [
        fun() -> lists:nth(5, [1, 2]) end,
        fun() -> lists:map(fun(X) -> 1 / X end, [1, 2, 0]) end,
        fun() -> lists:foldl(fun(X, A) -> A + X end, 0, [a]) end,
        fun() -> lists:foreach(fun hd/1, [[]]) end,
        fun() -> lists:sum([1, a]) end,
        fun() -> lists:last([]) end,
        fun() -> lists:max([]) end,
        fun() -> lists:zip([1], []) end,
        fun() -> maps:map(fun(_, V) -> V + 1 end, #{a => b}) end,
        fun() -> maps:fold(fun(_, V, A) -> V + A end, 0, #{a => b}) end,
        fun() -> dict:fetch(k, dict:new()) end,
        fun() -> orddict:fetch(k, []) end,
        fun() -> gb_trees:get(k, gb_trees:empty()) end,
        fun() -> queue:head(queue:new()) end,
        fun() -> array:get(-1, array:new()) end,
        fun() -> string:sub_word("a b", x) end,
        fun() -> proplists:get_value(a, b) end,
        fun() -> gen_server:call(nobody, hello) end,
        fun() -> calendar:day_of_the_week(1, 13, 1) end
    ]],
    ok.

show(F) ->
    try F()
    catch
        _:_:Stack ->
            Frames = [{M, N, proplists:get_value(line, Place)} || {M, N, _, Place} <- Stack,
                not lists:member(M, [?MODULE, shell, erl_eval])],
            io:format("~0p~n", [Frames])
    end.
