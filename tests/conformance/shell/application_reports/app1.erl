-module(app1).
-behaviour(application).
-export([start/2, stop/1, prep_stop/1, config_change/3]).
start(T, A) -> io:format("start ~p ~p~n", [T, A]), case A of fail -> {error, failed};
        _ -> {ok, spawn_link(fun() -> receive X -> exit(X) end end), st} end.
prep_stop(S) -> io:format("prep ~p~n", [S]), S.
stop(S) -> io:format("stop ~p~n", [S]).
config_change(A, B, C) -> io:format("cc ~p~n", [{A,B,C}]), ok.
