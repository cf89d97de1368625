%% A module that is no handler, and calls of functions that are not there.
-module(ge_missing_callbacks).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_event:start(),
    ok = gen_event:add_handler(Pid, ?MODULE, a),
    ok = gen_event:notify(Pid, {apply, no_such_module, f}),
    timer:sleep(150),
    ok = gen_event:add_handler(Pid, ?MODULE, a),
    ok = gen_event:notify(Pid, {apply, lists, no_such_function}),
    timer:sleep(150),
    ok = gen_event:add_handler(Pid, ?MODULE, a),
    {error, {'EXIT', {undef, [{M, F, A, _} | _]}}} = gen_event:call(Pid, ?MODULE, x),
    timer:sleep(150),
    {M, F, A, gen_event:which_handlers(Pid)}.
init(A) -> {ok, A}.
handle_event({apply, M, F}, _) -> M:F(1, 2, 3, 4).
