%% What compile:file/1,2 answers and prints, for good and bad modules.
-module(compile_file).
-export([main/0]).

seen({ok, Module, Binary}) when is_binary(Binary) -> {ok, Module, binary};
seen({ok, Module, Binary, Warnings}) when is_binary(Binary) -> {ok, Module, binary, Warnings};
seen(Other) -> Other.

show(File, Options) -> io:format("~p ~p~n  ~p~n", [File, Options, seen(compile:file(File, Options))]).

main() ->
    file:write_file("good.erl", "-module(good).\n-export([f/0]).\nf() -> X = 1, ?V.\n"),
    file:write_file("bad.erl", "-module(bad).\n-export([f/0]).\nf() -> g(X).\nh() -> 1.\n"),
    file:write_file("other.erl", "-module(another).\n-export([f/0]).\nf() -> 1.\n"),
    file:write_file("hidden.erl", "-module(hidden).\nf() -> Y = 1.\n"),
    io:format("~p~n~p~n~p~n", [compile:file(good), compile:file(bad), compile:file(nosuch)]),
    [show(good, Options) || Options <- [[return], [return, {d, 'V', 2}], [report, {d, 'V', 2}], {d, 'V'},
                                        [binary, {d, 'V', 2}], [binary, return, {d, 'V', 2}],
                                        [{d, 'V', 2}, warnings_as_errors], [{d, 'V', 2}, warnings_as_errors, return],
                                        [{d, 'V', 2}, warnings_as_errors, report]]],
    [show(bad, Options) || Options <- [[], [return], [return_errors], [return_warnings], [report_errors],
                                       [report_warnings], [report, verbose], return]],
    [show(nosuch, Options) || Options <- [[], [return], [report]]],
    [show(other, Options) || Options <- [[], [return], [report], [binary]]],
    [show(hidden, Options) || Options <- [[return], [return, export_all], [report, export_all], export_all,
                                          [return, export_all, nowarn_unused_vars], [strong_validation],
                                          [strong_validation, return], [basic_validation],
                                          [verbose, binary, deterministic, debug_info]]],
    [show(File, [return, binary]) || File <- ["good.erl", "hidden", 'hidden.erl', "./hidden"]],
    show(hidden, [{outdir, "nowhere"}]),
    {compile:output_generated([]), compile:output_generated([binary]), seen(compile:noenv_file(hidden, [binary]))}.
