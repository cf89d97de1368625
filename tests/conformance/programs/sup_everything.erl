%% A tree of supervisors: strategies, restarts, intensities, shutdown orders, reports at all levels.
-module(sup_everything).
-behaviour(supervisor).
-export([main/0, init/1, start_w/2, w/2, start_gs/1]).
p(X) -> io:format("~p~n", [X]).
init(X) -> X.
start_gs(X) -> {ok, spawn_link(fun() -> timer:sleep(X) end)}.
start_w(Name, How) -> {ok, proc_lib:spawn_link(?MODULE, w, [Name, How])}.
w(Name, How) ->
    register(Name, self()),
    process_flag(trap_exit, true),
    io:format("~p starts~n", [Name]),
    w_loop(Name, How).
w_loop(Name, How) ->
    receive
        {crash, R} -> exit(R);
        {'EXIT', _, R} when How =/= stubborn -> io:format("~p ends: ~p~n", [Name, R]), exit(R);
        _ -> w_loop(Name, How)
    end.
child(Name) -> child(Name, permanent, 100, normal).
child(Name, R, S, How) -> #{id => Name, start => {?MODULE, start_w, [Name, How]}, restart => R, shutdown => S}.
ids(S) -> [{Id, is_pid(P), T, M} || {Id, P, T, M} <- supervisor:which_children(S)].
start(S, I, Cs) -> {ok, P} = supervisor:start_link(?MODULE, {ok, {#{strategy => S, intensity => I, period => 5}, Cs}}), P.
stop(P) -> R = monitor(process, P), unlink(P), exit(P, shutdown), receive {'DOWN', R, _, _, Why} -> p({down, Why}) end.
hit(N, R) -> whereis(N) ! {crash, R}, timer:sleep(40).
main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    lists:foreach(fun(S) ->
        p({strategy, S}),
        P = start(S, 3, [child(a), child(b, transient, 100, normal), child(c, temporary, brutal_kill, normal), child(d, permanent, 20, stubborn)]),
        timer:sleep(20),
        p(ids(P)),
        hit(b, normal), p(ids(P)),
        hit(a, boom), p(ids(P)),
        hit(d, {shutdown, x}), p(ids(P)),
        p(supervisor:count_children(P)),
        stop(P)
    end, [one_for_one, one_for_all, rest_for_one]),
    p(storm),
    P2 = start(one_for_one, 2, [child(a), child(b)]),
    timer:sleep(20),
    hit(a, 1), hit(a, 2), hit(a, 3),
    receive {'EXIT', P2, R2} -> p(R2) end,
    %% nested: the inner's end is a restart of the outer's
    Inner = #{id => inner, type => supervisor, start => {supervisor, start_link, [{local, inner}, ?MODULE, {ok, {#{intensity => 0}, [child(x)]}}]}},
    P3 = start(one_for_one, 1, [Inner, child(y)]),
    timer:sleep(20),
    hit(x, bad), timer:sleep(50),
    p(ids(P3)), p(ids(inner)),
    hit(x, bad), timer:sleep(50),
    receive {'EXIT', P3, R3} -> p(R3) after 100 -> p(alive) end,
    %% bad starts
    p(supervisor:start_link(?MODULE, {ok, {#{}, [#{id => i, start => {?MODULE, nofun, []}}]}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {#{}, [child(first), #{id => i, start => {erlang, error, [bad]}}]}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {#{}, [#{id => i, start => {erlang, self, []}}]}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {#{}, [#{id => i, start => {erlang, list_to_tuple, [[error, why]]}}]}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {#{strategy => x}, []}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {#{intensity => -1}, []}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {x, []}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {#{}, [x]}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {#{}, [#{id => 1}]}})), flush(),
    p(supervisor:start_link(?MODULE, {ok, {#{}, [#{id => 1, start => {a, b, []}, restart => sometimes}]}})), flush(),
    p(supervisor:start_link(?MODULE, ignore)), flush(),
    p(supervisor:start_link(?MODULE, x)), flush(),
    ok.
flush() -> timer:sleep(20), receive M -> p(M), flush() after 0 -> ok end.
