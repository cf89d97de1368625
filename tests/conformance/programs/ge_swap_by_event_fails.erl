%% A handler hands over to one that fails: the report that OTP makes of it.
-module(ge_swap_by_event_fails).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(),
    ok = gen_event:add_sup_handler(Pid, ?MODULE, a),
    notify(Pid, {do, {swap_handler, out, b, no_such_module, c}}),
    timer:sleep(1500),
    {gen_event:which_handlers(Pid), [setelement(3, M, case element(3, M) of {swapped, N, _} -> {swapped, N}; X -> X end) || M <- flush()]}.
