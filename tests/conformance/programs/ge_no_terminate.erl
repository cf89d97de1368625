%% A handler without the optional callbacks.
-module(ge_no_terminate).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_event:start(),
    ok = gen_event:add_handler(Pid, ?MODULE, a),
    Pid ! {not_expected, "by", it},
    timer:sleep(150),
    ok = gen_event:sync_notify(Pid, hello),
    timer:sleep(100),
    A = gen_event:delete_handler(Pid, ?MODULE, why),
    ok = gen_event:add_handler(Pid, ?MODULE, a),
    {A, gen_event:stop(Pid)}.
init(A) -> {ok, A}.
handle_event(Event, A) -> io:format("~p ~p~n", [A, Event]), {ok, A}.
handle_call(_, A) -> {ok, A, A}.
