%% Only code:load_binary/3 purges by itself.
-module(code_not_purged).
-export([main/0]).

main() ->
    logger:set_primary_config(level, none),
    file:write_file("twice.erl", "-module(twice).\n-export([wait/0]).\nwait() -> receive stop -> ok end.\n"),
    {ok, twice} = compile:file(twice),
    {ok, twice, Binary} = compile:file(twice, [binary]),
    Load = fun(Call) -> io:format("~p~n", [[Call() || _ <- [1, 2, 3]]]) end,
    Load(fun() -> code:load_file(twice) end),
    Load(fun() -> code:load_abs("twice") end),
    Load(fun() -> code:load_binary(twice, "twice", Binary) end),
    Process = spawn(twice, wait, []),
    Load(fun() -> code:load_file(twice) end),
    Load(fun() -> code:atomic_load([{twice, "twice", Binary}]) end),
    Load(fun() -> erlang:load_module(twice, Binary) end),
    io:format("~p~n", [{is_process_alive(Process), c:l(twice), is_process_alive(Process), c:l(twice), is_process_alive(Process)}]),
    timer:sleep(1),
    is_process_alive(Process).
