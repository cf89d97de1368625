%% format_status/1 of handlers.
-module(ge_format_status_1).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_event:start(),
    ok = gen_event:add_handler(Pid, ?MODULE, "secret"),
    ok = gen_event:add_handler(Pid, {?MODULE, bad}, bad),
    {status, _, _, [_, _, _, _, Shown]} = sys:get_status(Pid),
    io:format("~p~n", [lists:last(Shown)]),
    ok = gen_event:notify(Pid, {crash, "secret"}),
    timer:sleep(150),
    gen_event:which_handlers(Pid).
init(A) -> {ok, A}.
handle_event(_, _) -> exit("secret reason").
handle_call(_, A) -> {ok, A, A}.
format_status(#{state := bad}) -> bad;
format_status(Status) ->
    is_map_key(log, Status) andalso io:format("~p~n", [lists:sort(maps:keys(Status))]),
    maps:map(fun(log, Log) -> Log; (Key, _) -> {hidden, Key} end, Status).
