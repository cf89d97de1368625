%% An event that nobody expected.
-module(ge_crash_function_clause).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_event:start(),
    ok = gen_event:add_handler(Pid, ?MODULE, [some, "state"]),
    ok = gen_event:notify(Pid, {unexpected, lists:seq(1, 30)}),
    timer:sleep(150),
    gen_event:which_handlers(Pid).
init(A) -> {ok, A}.
handle_event(expected, A) -> {ok, A}.
handle_call(_, A) -> {ok, A, A}.
