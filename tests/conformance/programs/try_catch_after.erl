-module(try_catch_after).
-export([main/0]).

main() ->
    [run(fun() -> 42 end), run(fun() -> throw(t) end), run(fun() -> error(e) end), run(fun() -> exit(x) end)].

run(F) ->
    try F() of
        N when is_integer(N) -> {value, N};
        Other -> {other, Other}
    catch
        throw:T -> {thrown, T};
        error:E -> {error, E};
        exit:X -> {exit, X}
    after
        io:format("after~n")
    end.
