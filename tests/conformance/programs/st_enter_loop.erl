%% A process of proc_lib becomes a machine.
-module(st_enter_loop).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    A = proc_lib:spawn(fun() -> gen_statem:enter_loop(?MODULE, [{debug, [trace]}], a, 1) end),
    R1 = gen_statem:call(A, get),
    proc_lib:spawn(fun() -> register(st_el, self()), gen_statem:enter_loop(?MODULE, [], b, 2, {local, st_el}) end),
    timer:sleep(20),
    R2 = gen_statem:call(st_el, get),
    C = proc_lib:spawn(fun() -> gen_statem:enter_loop(?MODULE, [], c, 3, [{next_event, internal, hello}]) end),
    R3 = gen_statem:call(C, get),
    proc_lib:spawn(fun() -> register(st_el2, self()), gen_statem:enter_loop(?MODULE, [], d, 4, {local, st_el2}, {timeout, 5, t}) end),
    timer:sleep(40),
    [gen_statem:stop(P) || P <- [A, st_el, C, st_el2]],
    {R1, R2, R3}.
