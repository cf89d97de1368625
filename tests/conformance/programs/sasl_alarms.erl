%% The alarm handler of the application sasl, and one of one's own in its place.
-module(sasl_alarms).
-behaviour(gen_event).
-export([main/0, init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2]).

main() ->
    show(application:start(sasl)),
    show(application:which_applications()),
    show(alarm_handler:get_alarms()),
    [begin alarm_handler:set_alarm(Alarm), timer:sleep(20) end || Alarm <- [{too_hot, "engine"}, disk, {full, "/tmp"}]],
    show(alarm_handler:get_alarms()),
    [begin alarm_handler:clear_alarm(Id), timer:sleep(20) end || Id <- [too_hot, disk, unknown]],
    show(alarm_handler:get_alarms()),
    show(gen_event:call(alarm_handler, alarm_handler, odd)),
    alarm_handler ! odd,
    show(gen_event:which_handlers(alarm_handler)),
    show(gen_event:swap_handler(alarm_handler, {alarm_handler, swap}, {?MODULE, begin_here})),
    show(alarm_handler:set_alarm({too_hot, "again"})),
    show(gen_event:call(alarm_handler, ?MODULE, count)),
    show(alarm_handler:get_alarms()),
    show(alarm_handler:add_alarm_handler(alarm_handler)),
    show(alarm_handler:get_alarms()),
    show(alarm_handler:delete_alarm_handler(alarm_handler)),
    show([{Id, is_pid(Pid), Type, Modules} || {Id, Pid, Type, Modules} <- supervisor:which_children(sasl_safe_sup)]),
    show(application:stop(sasl)),
    timer:sleep(20),
    show(whereis(alarm_handler)).

show(Value) -> io:format("~p~n", [Value]).

init({begin_here, {alarm_handler, Alarms}}) ->
    io:format("found ~p~n", [Alarms]),
    {ok, 0}.

handle_event({set_alarm, Alarm}, Count) ->
    io:format("alarm ~p~n", [Alarm]),
    {ok, Count + 1};
handle_event(_, Count) -> {ok, Count}.

handle_call(count, Count) -> {ok, Count, Count}.

handle_info(_, Count) -> {ok, Count}.

terminate(_, _) -> ok.
