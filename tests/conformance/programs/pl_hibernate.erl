-module(pl_hibernate).
-export([main/0, sleep/2, awake/2]).

main() ->
    Pid = proc_lib:spawn(?MODULE, sleep, [self(), 0]),
    A = ask(Pid),
    B = ask(Pid),
    timer:sleep(20),
    C = process_info(Pid, current_function),
    Pid ! crash,
    timer:sleep(250),
    {A, B, C, is_process_alive(Pid)}.

ask(Pid) ->
    Pid ! ask,
    receive {awake, N, Depth} -> {N, Depth} end.

sleep(Parent, N) -> proc_lib:hibernate(?MODULE, awake, [Parent, N]).

awake(Parent, N) ->
    receive
        ask ->
            {current_stacktrace, Stack} = process_info(self(), current_stacktrace),
            Parent ! {awake, N, [F || {_, F, _, _} <- Stack]},
            sleep(Parent, N + 1);
        crash ->
            exit(woken_and_gone)
    end.
