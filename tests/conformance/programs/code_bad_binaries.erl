%% What cannot be loaded: another module's code, no code at all, a library module.
-module(code_bad_binaries).
-export([main/0]).

main() ->
    logger:set_primary_config(level, none),
    {ok, one, Binary} = compile:forms([{attribute, 1, module, one}]),
    Results = [code:load_binary(two, "two", Binary), code:load_binary(one, "one", <<"FOR1">>),
               code:load_binary(one, "one", <<>>), code:load_binary(lists, "lists", Binary),
               code:load_file(lists), code:load_file(nosuch), code:load_abs("/nowhere/nosuch"),
               code:ensure_loaded(nosuch), code:ensure_modules_loaded([lists, nosuch]), code:ensure_modules_loaded([lists]),
               code:atomic_load([{two, "two", Binary}]), code:atomic_load([{one, "one", Binary}]), code:is_loaded(one)],
    [io:format("~p~n", [Result]) || Result <- Results],
    [code:is_sticky(Module) || Module <- [lists, gen_server, one, nosuch]].
