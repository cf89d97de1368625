%% sys:get_state and replace_state of a manager.
-module(ge_sys_state).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    ok = gen_event:add_handler(Pid, {?MODULE, 2}, b),
    A = sys:get_state(Pid),
    B = sys:replace_state(Pid, fun({M, 2, S}) -> {M, 2, {new, S}}; (Other) -> Other end),
    C = sys:replace_state(Pid, fun(_) -> error(no) end),
    D = sys:replace_state(Pid, fun({M, Id, _}) -> {M, {other, Id}, x} end),
    {A, B, C, D, gen_event:call(Pid, {?MODULE, 2}, q)}.
