%% Who calls a function that never returns is not in the trace: the call is the last thing that it does.
-module(never_returns_frames).
-export([main/0, exported_fail/0]).
-compile([nowarn_ignored]).
fail() -> error(always).
exported_fail() -> error(always).
fail_with(X) -> error({always, X}).
either(X) -> case X of 1 -> throw(a); _ -> exit(b) end.
passes_on() -> fail(), ok.
guarded(X) when is_atom(X) -> error(X).
matched() -> X = fail(), {X}.
in_tuple() -> {ok, fail()}.
in_arithmetic() -> fail() + 1.
as_argument() -> fail_with(fail_with(1)).
as_subject() -> case fail() of ok -> 1; _ -> 2 end.
loop(0) -> fail();
loop(N) -> loop(N - 1).
through_loop() -> loop(3), ok.
in_try() -> try fail(), ok after ok end.
remote() -> never_returns_frames:exported_fail(), ok.
main() ->
    Calls = [fun fail/0, fun() -> exported_fail(), ok end, fun() -> fail_with(get(x)), ok end, fun() -> either(get(x)), ok end,
             fun() -> passes_on(), ok end, fun() -> guarded(get(x)), ok end, fun matched/0, fun in_tuple/0,
             fun in_arithmetic/0, fun as_argument/0, fun as_subject/0, fun through_loop/0, fun in_try/0, fun remote/0],
    lists:foreach(fun(F) ->
        Names = try F(), [] catch _:_:Stack -> [Name || {?MODULE, Name, _, _} <- Stack] end,
        io:format("~p~n", [Names])
    end, Calls).
