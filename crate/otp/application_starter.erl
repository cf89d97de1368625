%% The start phases of an application: when its processes are there, its callback module is told of each phase in turn.
-module(application_starter).
-export([start/3]).

%% Apps: [{Application, Module}], the one that is started. The functions are those that a crash shows.
start(Phases, Type, Apps) ->
    case start_apps(Phases, Type, Apps) of
        ok -> ok;
        Error -> Error
    end.

start_apps([], _, _) ->
    ok;
start_apps([Phase | Phases], Type, Apps) ->
    case run_the_phase(Phase, Type, Apps, ok) of
        ok -> start_apps(Phases, Type, Apps);
        Error -> Error
    end.

run_the_phase({Phase, Args}, Type, [{_, Module} | Apps], ok) ->
    Result = case catch Module:start_phase(Phase, Type, Args) of
        ok -> ok;
        {error, Reason} -> {error, {Reason, {Module, start_phase, [Phase, Type, Args]}}};
        Other -> {error, {bad_return_value, {{Module, start_phase, [Phase, Type, Args]}, Other}}}
    end,
    run_the_phase({Phase, Args}, Type, Apps, Result);
run_the_phase(_, _, _, Result) ->
    Result.
