%% The end of the parent ends a machine that traps exits; others are told.
-module(st_parent_exit).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    Me = self(),
    {_, M} = spawn_monitor(fun() ->
        {ok, Pid} = gen_statem:start_link(?MODULE, [], []),
        Me ! Pid,
        timer:sleep(20),
        exit(parent_gone)
    end),
    Pid = receive P when is_pid(P) -> P end,
    exit(Pid, from_another),
    receive {'DOWN', M, _, _, _} -> ok end,
    timer:sleep(150),
    is_process_alive(Pid).
init([]) -> process_flag(trap_exit, true), {ok, a, b}.
callback_mode() -> state_functions.
a(info, {'EXIT', Pid, Reason}, _) -> io:format("exit ~p ~p~n", [is_pid(Pid), Reason]), keep_state_and_data.
terminate(Reason, State, Data) -> io:format("terminate ~p ~p ~p~n", [Reason, State, Data]).
