%% format_status/2 of handlers.
-module(ge_format_status_2).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_event:start(),
    ok = gen_event:add_handler(Pid, ?MODULE, "secret"),
    {status, _, _, [_, _, _, _, Shown]} = sys:get_status(Pid),
    io:format("~p~n", [lists:last(Shown)]),
    ok = gen_event:notify(Pid, crash),
    timer:sleep(150),
    gen_event:which_handlers(Pid).
init(A) -> {ok, A}.
handle_event(_, _) -> exit(reason).
handle_call(_, A) -> {ok, A, A}.
format_status(Option, [_, State]) -> {Option, length(State)}.
