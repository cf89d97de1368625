-module(stacktrace_bif).
-export([main/0, id/1]).

main() ->
    [trace(fun() -> atom_to_list(1) end),
     trace(fun() -> hd([]) end),
     trace(fun() -> element(5, {a}) end),
     trace(fun() -> id(a) + id(1) end),
     trace(fun() -> maps:get(x, #{}) end),
     trace(fun() -> no_such_module:run(1) end)].

trace(F) ->
    try F() of
        _ -> none
    catch
        error:R:Stack ->
            {M, Fn, A, _} = hd(Stack),
            {R, M, Fn, A}
    end.

id(X) -> X.
