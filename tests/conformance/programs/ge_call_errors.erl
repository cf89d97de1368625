%% Calls that fail.
-module(ge_call_errors).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    Slow = fun(S) -> timer:sleep(100), {ok, late, S} end,
    A = gen_event:call(Pid, no_handler, x),
    B = gen_event:call(Pid, {?MODULE, other}, x),
    {'EXIT', {C, {gen_event, call, [Pid | D]}}} = (catch gen_event:call(Pid, ?MODULE, {do, Slow}, 10)),
    E = (catch gen_event:call(nobody, ?MODULE, x)),
    F = (catch gen_event:call(nobody, ?MODULE, x, 100)),
    timer:sleep(200),
    {A, B, C, length(D), E, F, gen_event:call(Pid, ?MODULE, x, infinity), flush()}.
