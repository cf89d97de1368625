-module(app_phase_fails).
-behaviour(application).
-export([main/0, start/2, stop/1, start_phase/3]).

%% Start phases that fail, crash or return something else; what runs already goes on.
main() ->
    [run(Phase) || Phase <- [fail, crash, odd, leave, start]].

run(Phase) ->
    Name = list_to_atom("app_" ++ atom_to_list(Phase)),
    ok = application:load({application, Name, [{description, "phases"}, {vsn, "1"}, {applications, [kernel, stdlib]},
                                               {mod, {?MODULE, Phase}}, {start_phases, [{first, [1]}, {Phase, [2]}]}]}),
    Result = application:start(Name),
    timer:sleep(100),
    io:format("~p~n~p~n", [Result, is_pid(whereis(Phase))]),
    Phase.

start(_, start) -> error(not_even_started);
start(_, Phase) -> {ok, spawn_link(fun() -> register(Phase, self()), receive stop -> ok end end)}.
start_phase(first, Type, Args) -> io:format("first: ~p ~p~n", [Type, Args]);
start_phase(fail, _, _) -> {error, cannot};
start_phase(crash, _, _) -> error(crashed);
start_phase(odd, _, _) -> something;
start_phase(leave, _, _) -> exit(normal).
stop(State) -> io:format("stopped ~p~n", [State]).
