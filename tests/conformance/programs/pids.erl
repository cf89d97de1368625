-module(pids).
-export([main/0]).

main() ->
    A = spawn(fun() -> ok end),
    B = spawn(fun() -> ok end),
    io:format("~p ~p ~w ~p~n", [A, B, A, {self(), A}]),
    {is_pid(A), A =:= list_to_pid(pid_to_list(A)), A < B, node(A), self() =:= self()}.
