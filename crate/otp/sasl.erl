%% The application sasl, of which there is here what learners meet: the alarm handler.
-module(sasl).
-behaviour(application).
-behaviour(supervisor).
-export([start/2, stop/1, init/1]).

start(_, []) -> supervisor:start_link({local, sasl_sup}, ?MODULE, sasl_sup).

stop(_) -> ok.

init(sasl_sup) ->
    Safe = {supervisor, start_link, [{local, sasl_safe_sup}, ?MODULE, sasl_safe_sup]},
    {ok, {#{intensity => 0, period => 1},
          [#{id => sasl_safe_sup, start => Safe, type => supervisor, shutdown => infinity, modules => [?MODULE]}]}};
init(sasl_safe_sup) ->
    {ok, {#{intensity => 4, period => 3600},
          [#{id => alarm_handler, start => {alarm_handler, start_link, []}, shutdown => 2000, modules => dynamic}]}}.
