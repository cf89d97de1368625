%% Applications of the library are found and started, also as those that another needs.
-module(library_applications).
-behaviour(application).
-export([main/0, start/2, stop/1, init/1]).

main() ->
    Own = {application, mine,
           [{vsn, "1"}, {applications, [kernel, stdlib, crypto, sasl]}, {mod, {?MODULE, []}}]},
    show(application:load(Own)),
    show(application:start(mine)),
    show(application:ensure_all_started(mine)),
    show(application:start(crypto)),
    show([application:ensure_all_started(Name) || Name <- [eunit, compiler, no_such]]),
    show(application:which_applications()),
    show([application:get_key(Name, vsn) || Name <- [crypto, eunit, compiler, sasl, kernel]]),
    show(lists:sort(application:get_all_env(crypto))),
    show(application:get_key(crypto, applications)),
    application:stop(mine),
    timer:sleep(20),
    Stopped = [application:stop(Name) || Name <- [crypto, crypto]],
    timer:sleep(20),
    show(Stopped).

show(Value) -> io:format("~p~n", [Value]).

start(normal, []) -> supervisor:start_link(?MODULE, []).

stop(_) -> ok.

init([]) -> {ok, {#{}, []}}.
