-module(sup_shutdown_reasons).
-behaviour(supervisor).
-export([main/0, init/1, st/1]).
p(X) -> io:format("~p~n", [X]).
init(X) -> X.
st(How) -> S = self(), P = spawn_link(fun() -> process_flag(trap_exit, true), S ! {self(), ok}, l(How) end), receive {P, ok} -> {ok, P} end.
l(How) -> receive {'EXIT', _, R} -> case How of stubborn -> l(How); _ -> exit(case How of good -> R; X -> X end) end; {stop, X} -> exit(X) end.
main() ->
    process_flag(trap_exit, true),
    [begin
        {ok, P} = supervisor:start_link(?MODULE, {ok, {#{}, [#{id => {R, S, H}, start => {?MODULE, st, [H]}, restart => R, shutdown => S}]}}),
        p({R, S, H}), Done = supervisor:terminate_child(P, {R, S, H}), timer:sleep(30), p(Done), unlink(P), exit(P, kill)
     end || R <- [permanent, transient, temporary], S <- [50, brutal_kill, infinity], H <- [good, stubborn, bad, normal, {shutdown, x}], {S, H} =/= {infinity, stubborn}],
    timer:sleep(50),
    ok.
