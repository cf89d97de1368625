-module(process_suspend).
-export([main/0]).
p(X) -> io:format("~p~n", [X]).
main() ->
    Self = self(),
    P = spawn(fun L() -> receive X -> Self ! {got, X}, L() end end),
    p(erlang:suspend_process(P)),
    p(erlang:suspend_process(P, [unless_suspending])),
    p(process_info(P, status)),
    p(process_info(self(), suspending) =:= {suspending, [{P, 1, 0}]}),
    P ! a,
    receive Y -> p(Y) after 50 -> p(nothing) end,
    p(erlang:suspend_process(P)),
    p(erlang:resume_process(P)),
    receive Y1 -> p(Y1) after 50 -> p(nothing) end,
    p(erlang:resume_process(P)),
    receive Y2 -> p(Y2) after 50 -> p(nothing) end,
    p(catch erlang:resume_process(P)),
    process_flag(trap_exit, true),
    %% links and trapping
    A = spawn_link(fun() -> exit(normal) end), receive {'EXIT', A, R1} -> p(R1) end,
    B = spawn_link(fun() -> exit(kill) end), receive {'EXIT', B, R2} -> p(R2) end,
    C = spawn_link(fun() -> receive after infinity -> ok end end), exit(C, kill), receive {'EXIT', C, R3} -> p(R3) end,
    D = spawn_link(fun() -> throw(ball) end), receive {'EXIT', D, {R4, _}} -> p(R4) end,
    E = spawn_link(fun() -> process_flag(trap_exit, true), receive M -> Self ! {e, M} end end), timer:sleep(5), exit(E, normal), receive {e, M} -> p(M) after 100 -> p(none) end,
    receive {'EXIT', E, normal} -> ok end,
    F = spawn_link(fun() -> timer:sleep(1000) end), exit(F, normal), timer:sleep(5), p(is_process_alive(F)), unlink(F), exit(F, bye), timer:sleep(5), p(is_process_alive(F)),
    exit(self(), hello), receive {'EXIT', S, hello} -> p(S =:= self()) end,
    link(list_to_pid("<0.30000.0>")), receive Z -> p(Z) after 20 -> p(nothing) end,
    %% aliases
    Al = alias(), Al ! x, receive x -> p(got) end, p(unalias(Al)), p(unalias(Al)), Al ! y, receive y -> p(got) after 20 -> p(none) end,
    Al2 = alias([reply]), Al2 ! x, Al2 ! y, receive W -> p(W) end, receive W2 -> p(W2) after 20 -> p(none) end,
    %% timers
    T = erlang:send_after(1000, self(), t), p(is_integer(erlang:read_timer(T))), p(is_integer(erlang:cancel_timer(T))), p(erlang:cancel_timer(T)), p(erlang:read_timer(T)),
    T2 = erlang:start_timer(1, self(), hi), receive {timeout, T2, Hi} -> p(Hi) end,
    T3 = erlang:send_after(1000, self(), t), p(erlang:cancel_timer(T3, [{async, true}])), receive {cancel_timer, T3, Left} -> p(is_integer(Left)) end,
    T4 = erlang:send_after(1000, self(), t), p(erlang:cancel_timer(T4, [{async, true}, {info, false}])),
    T5 = erlang:send_after(erlang:monotonic_time(millisecond) + 5, self(), abs, [{abs, true}]), receive abs -> p(abs) end, p(erlang:read_timer(T5)),
    p(erlang:send_after(5, nobody_here, abs) =/= x),
    G = spawn(fun() -> receive go -> exit({shutdown, x}) end end), R0 = monitor(process, G, [{alias, reply_demonitor}]), G ! go, receive {'DOWN', R0, _, _, Rs} -> p(Rs) end,
    ok.
