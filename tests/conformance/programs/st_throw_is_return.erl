%% Throwing is another way to return.
-module(st_throw_is_return).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start(fun() -> throw({ok, a, thrown}) end),
    do(Pid, fun(_, _) -> throw({next_state, b, also_thrown}) end),
    A = gen_statem:call(Pid, get),
    do(Pid, fun(_, _) -> throw(nonsense) end),
    timer:sleep(300),
    {A, is_process_alive(Pid)}.
