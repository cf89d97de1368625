-module(sup_dynamic_shutdown).
-behaviour(supervisor).
-export([main/0, init/1, st/1]).
p(X) -> io:format("~p~n", [X]).
init({R, S}) -> {ok, {#{strategy => simple_one_for_one}, [#{id => d, start => {?MODULE, st, []}, restart => R, shutdown => S}]}}.
st(How) -> S = self(), P = spawn_link(fun() -> process_flag(trap_exit, true), S ! {self(), ok}, l(How) end), receive {P, ok} -> {ok, P} end.
l(How) -> receive {'EXIT', _, R} -> case How of stubborn -> l(How); _ -> exit(case How of good -> R; X -> X end) end; {stop, X} -> exit(X) end.
main() ->
    process_flag(trap_exit, true),
    [begin
        {ok, P} = supervisor:start_link(?MODULE, {R, S}),
        [{ok, _} = supervisor:start_child(P, [H]) || H <- [good, stubborn, stubborn, bad, normal, {shutdown, x}, {bad, 2}, stubborn]],
        p([{I, is_pid(Q), T, M} || {I, Q, T, M} <- supervisor:which_children(P)]),
        T0 = erlang:monotonic_time(millisecond), unlink(P), M = monitor(process, P), exit(P, shutdown), receive {'DOWN', M, _, _, Why} -> Took = (erlang:monotonic_time(millisecond) - T0) div 100, timer:sleep(50), p({R, S, Why, Took < 3}) end
     end || R <- [permanent, transient, temporary], S <- [100, brutal_kill]],
    {ok, P} = supervisor:start_link(?MODULE, {permanent, 100}), {ok, A} = supervisor:start_child(P, [good]), A ! {stop, oops}, timer:sleep(20), p(supervisor:count_children(P)), [{_, B, _, _}] = supervisor:which_children(P), B ! {stop, again}, timer:sleep(20), receive {'EXIT', P, W} -> p(W) after 50 -> ok end,
    ok.
