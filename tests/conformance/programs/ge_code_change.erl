%% sys:change_code changes the handlers of one module.
-module(ge_code_change).
-behaviour(gen_event).
-include("ge_handler.hrl").

code_change(OldVsn, State, Extra) -> Extra({State, OldVsn}).
main() ->
    Pid = new(a),
    ok = gen_event:add_handler(Pid, {?MODULE, 2}, b),
    A = sys:change_code(Pid, ?MODULE, "1", up),
    ok = sys:suspend(Pid),
    B = sys:change_code(Pid, ?MODULE, "1", fun(S) -> {ok, S} end),
    C = sys:change_code(Pid, other_module, "1", nothing),
    {error, {'EXIT', {D, [_ | _]}}} = sys:change_code(Pid, ?MODULE, "1", fun(_) -> nonsense end),
    ok = sys:resume(Pid),
    {A, B, C, D, sys:get_state(Pid)}.
