-module(gs_everything).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, handle_continue/2, terminate/2, code_change/3, format_status/1]).
p(X) -> io:format("~p~n", [X]).
c(F) -> try F() of V -> p(V) catch C:R -> p({C, R}) end.
init({stop, R}) -> {stop, R}; init(ignore) -> ignore; init(bad) -> bad; init({crash, X}) -> error(X); init({exit, X}) -> exit(X); init({throw, X}) -> throw(X);
init(S) -> process_flag(trap_exit, true), {ok, S}.
handle_call(get, _, S) -> {reply, S, S};
handle_call({set, V}, _, _) -> {reply, ok, V};
handle_call(defer, From, S) -> self() ! {later, From}, {noreply, S};
handle_call(timeout, _, S) -> {reply, ok, S, 10};
handle_call(hib, _, S) -> {reply, ok, S, hibernate};
handle_call(cont, _, S) -> {reply, ok, S, {continue, now}};
handle_call(stop, _, S) -> {stop, normal, stopped, S};
handle_call({stop, R}, _, S) -> {stop, R, S};
handle_call({crash, R}, _, _) -> error(R);
handle_call(X, _, _) -> X.
handle_cast({crash, R}, _) -> exit(R);
handle_cast(X, S) -> io:format("cast ~p~n", [X]), {noreply, S}.
handle_info({later, From}, S) -> gen_server:reply(From, later), {noreply, S};
handle_info(X, S) -> io:format("info ~p~n", [X]), {noreply, S}.
handle_continue(X, S) -> io:format("continue ~p~n", [X]), {noreply, S}.
terminate(R, S) -> io:format("terminate ~p ~p~n", [R, S]).
code_change(Old, S, Extra) -> case Extra of fail -> {error, no}; crash -> error(oops); bad -> bad; _ -> {ok, {changed, Old, S, Extra}} end.
format_status(S) -> maps:map(fun(state, V) -> {shown, V}; (_, V) -> V end, S).
start(X) -> gen_server:start({local, psys}, ?MODULE, X, []).
main() ->
    logger:set_primary_config(level, none),
    [begin c(fun() -> gen_server:start(?MODULE, X, []) end), timer:sleep(20) end || X <- [{stop, why}, {stop, normal}, {stop, shutdown}, ignore, bad, {crash, oops}, {exit, bye}, {exit, normal}, {throw, {ok, thrown}}, {throw, ball}]],
    process_flag(trap_exit, true),
    [begin c(fun() -> gen_server:start_link(?MODULE, X, []) end), timer:sleep(20), receive M -> p(M) after 0 -> ok end end || X <- [{stop, why}, {stop, shutdown}, ignore, bad, {crash, oops}, {exit, normal}]],
    start(st),
    c(fun() -> gen_server:start({local, psys}, ?MODULE, x, []) =:= {error, {already_started, whereis(psys)}} end),
    c(fun() -> gen_server:start({local, "x"}, ?MODULE, x, []) end),
    c(fun() -> gen_server:start(nomodule_x, x, []) end), timer:sleep(20),
    c(fun() -> gen_server:start(?MODULE, x, [{debug, [bad]}]) end), 
    c(fun() -> gen_server:start(?MODULE, x, [{timeout, 0}]) end), 
    sys:trace(psys, true), c(fun() -> gen_server:call(psys, get) end), gen_server:cast(psys, hi), psys ! msg, c(fun() -> gen_server:call(psys, defer) end), c(fun() -> gen_server:call(psys, cont) end), c(fun() -> gen_server:call(psys, timeout) end), timer:sleep(30), c(fun() -> gen_server:call(psys, hib) end), sys:trace(psys, false),
    sys:log(psys, true), gen_server:call(psys, get), c(fun() -> sys:log(psys, get) end), c(fun() -> sys:log(psys, print) end), c(fun() -> sys:log(psys, {true, 2}) end), gen_server:call(psys, get), c(fun() -> length(element(2, sys:log(psys, get))) end), c(fun() -> sys:log(psys, false) end), c(fun() -> sys:log(psys, get) end), c(fun() -> sys:log(psys, bad) end),
    c(fun() -> sys:statistics(psys, true) end), gen_server:call(psys, get), c(fun() -> {ok, L} = sys:statistics(psys, get), [K || {K, _} <- L] end), c(fun() -> sys:statistics(psys, false) end), c(fun() -> sys:statistics(psys, get) end),
    c(fun() -> sys:get_state(psys) end), c(fun() -> sys:replace_state(psys, fun(S) -> {new, S} end) end), c(fun() -> sys:replace_state(psys, fun(_) -> error(bad) end) end), c(fun() -> sys:get_state(psys) end),
    c(fun() -> sys:suspend(psys) end), c(fun() -> sys:suspend(psys) end), c(fun() -> gen_server:call(psys, get, 20) end), c(fun() -> sys:get_state(psys) end), c(fun() -> sys:change_code(psys, ?MODULE, "1", x) end), c(fun() -> sys:change_code(psys, ?MODULE, "1", fail) end), c(fun() -> sys:change_code(psys, ?MODULE, "1", crash) end), c(fun() -> sys:change_code(psys, ?MODULE, "1", bad) end), c(fun() -> element(4, sys:get_status(psys)) =/= x end), c(fun() -> sys:resume(psys) end), c(fun() -> sys:resume(psys) end),
    c(fun() -> sys:change_code(psys, ?MODULE, "1", x) end),
    c(fun() -> {status, _, {module, M}, [_, SysState, _, Dbg, Misc]} = sys:get_status(psys), {M, SysState, Dbg, Misc} end),
    c(fun() -> sys:get_state(nobody) end), c(fun() -> sys:get_state(self(), 10) end), c(fun() -> sys:suspend(spawn(fun() -> timer:sleep(100) end), 10) end),
    c(fun() -> sys:install(psys, {fun(N, E, _) when N > 2 -> io:format("done ~p~n", [E]), done; (N, E, _) -> io:format("~p: ~p~n", [N, E]), N + 1 end, 1}) end), [gen_server:call(psys, get) || _ <- [1, 2, 3]],
    c(fun() -> sys:install(psys, {my, fun(N, _, _) -> N end, 1}) end), c(fun() -> sys:remove(psys, my) end), c(fun() -> sys:no_debug(psys) end), c(fun() -> sys:log_to_file(psys, "f") end), c(fun() -> sys:log_to_file(psys, false) end),
    c(fun() -> gen_server:call(psys, {crash, boom}) end), timer:sleep(20), start(a),
    c(fun() -> gen_server:call(psys, {stop, because}) end), timer:sleep(20), start(a),
    c(fun() -> gen_server:call(psys, stop) end), start(a),
    c(fun() -> gen_server:call(psys, nonsense) end), timer:sleep(20), start(a),
    gen_server:cast(psys, {crash, boom}), timer:sleep(20), start(a),
    exit(whereis(psys), hm), timer:sleep(20), c(fun() -> gen_server:stop(psys, shutdown, 100) end), start(a), c(fun() -> gen_server:stop(psys, reason, 100) end), timer:sleep(20), c(fun() -> gen_server:stop(psys) end),
    start(a), c(fun() -> sys:terminate(psys, {shutdown, x}) end), timer:sleep(20), c(fun() -> sys:terminate(psys, x) end),
    start(a), sys:log(psys, true), gen_server:call(psys, get), c(fun() -> gen_server:call(psys, {crash, logged}) end), timer:sleep(20),
    c(fun() -> gen_server:call(nobody, x) end), c(fun() -> gen_server:call({nobody, node()}, x) end), c(fun() -> gen_server:call({global, nobody}, x) end), c(fun() -> gen_server:call({via, global, nobody}, x) end), c(fun() -> gen_server:call("x", x) end), c(fun() -> gen_server:call({a, b, c}, x) end), c(fun() -> gen_server:call({x, othernode@host}, x) end), c(fun() -> gen_server:call(self(), x) end), c(fun() -> gen_server:cast(nobody, x) end), c(fun() -> gen_server:cast("x", x) end), c(fun() -> gen_server:abcast(nobody, x) end), c(fun() -> gen_server:multi_call([node()], nobody, x) end), c(fun() -> gen_server:reply(x, y) end), c(fun() -> gen_server:reply({self(), tag}, y) end), c(fun() -> gen_server:call(nobody, x, bad) end),
    flush().
flush() -> receive X -> p(X), flush() after 20 -> ok end.
