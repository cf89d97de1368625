%% multi_call and abcast to servers that are there, are not there, and are too slow.
-module(gs_multi_call_errors).
-behaviour(gen_server).
-include("gs_server.hrl").

main() ->
    true = register(gs_multi, start({ok, 0})),
    A = gen_server:multi_call(gs_multi, q),
    B = gen_server:multi_call([node()], nobody, q),
    C = gen_server:multi_call([node()], gs_multi, {do, fun(_, S) -> timer:sleep(60), {reply, late, S} end}, 10),
    D = gen_server:abcast(gs_multi, all),
    E = gen_server:abcast([node()], gs_multi, some),
    timer:sleep(400),
    F = [reason(Fun) || Fun <- [fun() -> gen_server:multi_call(x, gs_multi, q) end, fun() -> gen_server:multi_call([node()], gs_multi, q, soon) end,
        fun() -> gen_server:abcast(x, gs_multi, q) end, fun() -> gen_server:abcast([node()], "name", q) end]],
    {A, B, C, D, E, F, process_info(self(), messages)}.
