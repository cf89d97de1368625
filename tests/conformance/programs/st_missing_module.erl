%% A module that is not there, and one that is no machine.
-module(st_missing_module).
-compile([export_all, nowarn_export_all]).

main() ->
    A = gen_statem:start(no_such_module, [], []),
    timer:sleep(150),
    B = gen_statem:start(lists, [], []),
    timer:sleep(150),
    {A, B}.
