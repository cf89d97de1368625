-module(myapp).
-behaviour(application).
-behaviour(supervisor).
-export([start/2, stop/1, prep_stop/1, init/1]).

start(Type, Args) ->
    io:format("start ~p ~p ~p~n", [Type, Args, application:get_application()]),
    case Args of
        {return, Returned} -> Returned;
        _ -> supervisor:start_link({local, mysup}, ?MODULE, [])
    end.

stop(State) -> io:format("stop ~p~n", [State]).
prep_stop(State) -> {prepared, State}.
init(_) -> {ok, {#{}, [#{id => a, start => {wrk, start_link, [a]}}]}}.
