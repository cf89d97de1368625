%% The event manager of alarms, which the application sasl starts, and its first handler, which keeps the alarms that are set
%% and reports what becomes of them. A handler that is swapped in gets them.
-module(alarm_handler).
-behaviour(gen_event).
-export([start_link/0, set_alarm/1, clear_alarm/1, get_alarms/0, add_alarm_handler/1, add_alarm_handler/2,
         delete_alarm_handler/1]).
-export([init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2]).

start_link() ->
    case gen_event:start_link({local, ?MODULE}) of
        {ok, Pid} ->
            gen_event:add_handler(?MODULE, ?MODULE, []),
            {ok, Pid};
        Error -> Error
    end.

%% An alarm is {Id, Description}; it is cleared by its Id.
set_alarm(Alarm) -> gen_event:notify(?MODULE, {set_alarm, Alarm}).

clear_alarm(Id) -> gen_event:notify(?MODULE, {clear_alarm, Id}).

get_alarms() -> gen_event:call(?MODULE, ?MODULE, get_alarms).

add_alarm_handler(Module) when is_atom(Module) -> gen_event:add_handler(?MODULE, Module, []).

add_alarm_handler(Module, Args) when is_atom(Module) -> gen_event:add_handler(?MODULE, Module, Args).

delete_alarm_handler(Module) when is_atom(Module) -> gen_event:delete_handler(?MODULE, Module, []).

%% --- the handler; its state are the alarms, newest first

init(_) -> {ok, []}.

handle_event({set_alarm, Alarm}, Alarms) ->
    error_logger:info_report([{?MODULE, {set, Alarm}}]),
    {ok, [Alarm | Alarms]};
handle_event({clear_alarm, Id}, Alarms) ->
    error_logger:info_report([{?MODULE, {clear, Id}}]),
    {ok, lists:keydelete(Id, 1, Alarms)};
handle_event(_, Alarms) -> {ok, Alarms}.

handle_call(get_alarms, Alarms) -> {ok, Alarms, Alarms};
handle_call(_, Alarms) -> {ok, {error, bad_query}, Alarms}.

handle_info(_, Alarms) -> {ok, Alarms}.

terminate(swap, Alarms) -> {?MODULE, Alarms};
terminate(_, _) -> ok.
